import { ApiError } from '../../api/problem';
import type { Script, ScriptInput } from '../../api/types';
import { NEW_SCRIPT_CODE } from './template';

export interface ScriptValues {
  name: string;
  description: string;
  is_active: boolean;
  code: string;
  schedule_enabled: boolean;
  schedule_cron: string;
  schedule_timezone: string;
  timeout_seconds: number | string;
}

export type FieldName = keyof ScriptValues;
export type FieldMessages = Partial<Record<FieldName, string>>;

export const NEW_SCRIPT: ScriptValues = {
  name: '',
  description: '',
  is_active: true,
  code: NEW_SCRIPT_CODE,
  schedule_enabled: false,
  schedule_cron: '',
  schedule_timezone: 'UTC',
  timeout_seconds: 60,
};

export function toValues(script: Script): ScriptValues {
  return {
    name: script.name,
    description: script.description ?? '',
    is_active: script.is_active,
    code: script.code,
    schedule_enabled: script.schedule_enabled,
    schedule_cron: script.schedule_cron ?? '',
    schedule_timezone: script.schedule_timezone,
    timeout_seconds: script.timeout_seconds,
  };
}

export function toInput(values: ScriptValues): ScriptInput {
  const cron = values.schedule_cron.trim();
  return {
    ...values,
    name: values.name.trim(),
    schedule_cron: cron === '' ? null : cron,
    timeout_seconds: Number(values.timeout_seconds),
  };
}

export function isDirty(values: ScriptValues, saved: ScriptValues): boolean {
  return (Object.keys(values) as FieldName[]).some((field) => values[field] !== saved[field]);
}

/** What can be said without asking the server. */
export function validate(values: ScriptValues): FieldMessages {
  const messages: FieldMessages = {};
  if (values.name.trim() === '') messages.name = 'Give the script a name.';
  if (values.code === '') messages.code = 'Write the code of the script.';
  if (values.timeout_seconds === '') messages.timeout_seconds = 'Give a timeout in seconds.';
  if (values.schedule_enabled && values.schedule_cron.trim() === '') {
    messages.schedule_cron = 'Give a cron line, or switch "Run on schedule" off.';
  }
  return messages;
}

/** The server's messages by field; `others` are those without a field on this page. */
export function serverMessages(error: unknown): { fields: FieldMessages; others: string[] } {
  const fields: FieldMessages = {};
  const others: string[] = [];
  if (!(error instanceof ApiError)) return { fields, others };
  if (error.code === 'NAME_TAKEN') fields.name = error.message;
  for (const { field, message } of error.fieldErrors) {
    if (field in NEW_SCRIPT) fields[field as FieldName] ??= message;
    else others.push(`${field}: ${message}`);
  }
  return { fields, others };
}
