/**
 * The wire shapes of the HTTP API, written by hand after the HTTP contract in the form that
 * openapi-typescript gives, so that a generated file can take this one's place.
 */

export type RunStatus =
  | 'pending'
  | 'queued'
  | 'running'
  | 'cancelling'
  | 'needs_decision'
  | 'success'
  | 'error'
  | 'timeout'
  | 'cancelled'
  | 'lost'
  | 'skipped'
  | 'missed';

export type EndReason =
  | 'exited'
  | 'timeout'
  | 'cancelled'
  | 'memory_limit'
  | 'output_limit'
  | 'signal'
  | 'worker_lost'
  | 'gave_up'
  | 'overlap'
  | 'queue_full'
  | 'outage'
  | 'schedule_changed'
  | 'history_lost'
  | 'dependency_error'
  | 'isolation_unavailable'
  | 'terminated_in_temporal';

export type TriggerType = 'scheduled' | 'manual' | 'webhook' | 'rerun';
export type AttemptOutcome = 'success' | 'error' | 'timeout' | 'cancelled' | 'worker_lost' | 'superseded';
export type Role = 'admin' | 'operator' | 'viewer';
export type OutputStream = 'stdout' | 'stderr';

export interface Person {
  id: string;
  email: string;
}

export interface SchedulePause {
  reason: string;
  by: string | null;
  at: string;
}

/** A script as lists give it: without its code. */
export interface ScriptSummary {
  id: string;
  name: string;
  description: string | null;
  language: string;
  revision: number;
  is_active: boolean;
  schedule_enabled: boolean;
  schedule_cron: string | null;
  schedule_timezone: string;
  schedule_text: string | null;
  /** Null while Temporal cannot be asked. */
  next_runs: string[] | null;
  schedule_paused: SchedulePause | null;
  timeout_seconds: number;
  last_run_at: string | null;
  last_run_status: RunStatus | null;
  last_run_id: string | null;
  created_at: string;
  created_by: Person | null;
  updated_at: string;
  updated_by: Person | null;
}

export interface Script extends ScriptSummary {
  code: string;
}

/** What the UI sets of a script; a change sends the whole representation back with these in it. */
export interface ScriptInput {
  name: string;
  code: string;
  description: string;
  is_active: boolean;
  schedule_enabled: boolean;
  schedule_cron: string | null;
  schedule_timezone: string;
  timeout_seconds: number;
}

export interface RunAttempt {
  attempt: number;
  worker: string | null;
  claimed_at: string | null;
  ended_at: string | null;
  outcome: AttemptOutcome | null;
}

export interface Run {
  id: string;
  script_id: string;
  script_name: string;
  /** Null for a run of unsaved code. */
  revision: number | null;
  unsaved?: boolean;
  trigger_type: TriggerType;
  triggered_by: Person | null;
  status: RunStatus;
  end_reason: EndReason | null;
  slot_at: string | null;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  duration_ms: number | null;
  next_attempt_at?: string | null;
  exit_code: number | null;
  signal: string | number | null;
  attempt: number | null;
  attempts?: RunAttempt[];
  output?: string | null;
  error?: string | null;
  output_bytes?: number;
  error_bytes?: number;
  output_lines?: number;
  isolation_level?: string | null;
  cpu_ms?: number | null;
  peak_memory_bytes?: number | null;
  rerun_of: string | null;
  workflow_id?: string | null;
  temporal_url?: string | null;
}

/** One line of output; `n` counts over both streams and all attempts, from 0. */
export interface OutputLine {
  n: number;
  stream: OutputStream;
  attempt: number;
  at: string;
  text: string;
}

export interface SchedulePreview {
  text: string;
  next: string[];
  warnings: string[];
}

export interface User {
  id: string;
  email: string;
  role: Role;
}

export interface Me {
  user: User;
  organization: { id: string; name: string };
}

export interface FieldError {
  field: string;
  message: string;
}

/** An `application/problem+json` answer. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  request_id?: string;
  errors?: FieldError[];
  /** Given with `RUN_IN_PROGRESS`. */
  run_id?: string;
}

interface Json<T> {
  content: { 'application/json': T };
}
interface Empty {
  content?: never;
}
interface Failure {
  default: { content: { 'application/problem+json': Problem } };
}
interface Page {
  limit?: number;
  cursor?: string;
}
interface ById {
  path: { id: string };
}

export interface paths {
  '/api/auth/sign-in': {
    post: { requestBody: Json<{ code: string }>; responses: { 200: Json<{ user: User }> } & Failure };
  };
  '/api/auth/logout': { post: { responses: { 204: Empty } & Failure } };
  '/api/auth/me': { get: { responses: { 200: Json<Me> } & Failure } };
  '/api/scripts': {
    get: {
      parameters: { query?: Page & { search?: string; status?: string; active?: boolean } };
      responses: { 200: Json<{ scripts: ScriptSummary[]; next_cursor: string | null }> } & Failure;
    };
    post: { requestBody: Json<ScriptInput>; responses: { 201: Json<Script> } & Failure };
  };
  '/api/scripts/{id}': {
    get: { parameters: ById; responses: { 200: Json<Script> } & Failure };
    put: {
      parameters: ById & { header?: { 'If-Match'?: string } };
      requestBody: Json<ScriptInput>;
      responses: { 200: Json<Script> } & Failure;
    };
    delete: {
      parameters: ById & { header?: { 'If-Match'?: string } };
      responses: { 204: Empty } & Failure;
    };
  };
  '/api/scripts/{id}/run': {
    post: {
      parameters: ById & { header?: { 'Idempotency-Key'?: string } };
      requestBody?: Json<{ revision?: number }>;
      responses: { 202: Json<Run> } & Failure;
    };
  };
  '/api/scripts/{id}/runs': {
    get: {
      parameters: ById & { query?: Page };
      responses: { 200: Json<{ runs: Run[]; next_cursor: string | null }> } & Failure;
    };
  };
  '/api/runs/{id}': { get: { parameters: ById; responses: { 200: Json<Run> } & Failure } };
  '/api/runs/{id}/cancel': { post: { parameters: ById; responses: { 202: Json<Run> } & Failure } };
  '/api/runs/{id}/rerun': {
    post: {
      parameters: ById;
      requestBody: Json<{ revision: 'same' | 'current' }>;
      responses: { 202: Json<Run> } & Failure;
    };
  };
  '/api/schedules/preview': {
    post: {
      requestBody: Json<{ cron: string; timezone: string; count: number }>;
      responses: { 200: Json<SchedulePreview> } & Failure;
    };
  };
}
