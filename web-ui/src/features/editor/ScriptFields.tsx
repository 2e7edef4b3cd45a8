import { NumberInput, Stack, Switch, Textarea, TextInput, Title } from '@mantine/core';
import { ScheduleFields } from '../schedule';
import { CodeBox } from './CodeBox';
import type { FieldMessages, ScriptValues } from './scriptForm';

interface Props {
  values: ScriptValues;
  messages: FieldMessages;
  change: (part: Partial<ScriptValues>) => void;
  readOnly: boolean;
}

export function ScriptFields({ values, messages, change, readOnly }: Props) {
  return (
    <div className="editor-grid">
      <div className="panel editor-main">
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            maxLength={100}
            value={values.name}
            error={messages.name}
            readOnly={readOnly}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            autosize
            minRows={1}
            maxRows={4}
            value={values.description}
            error={messages.description}
            readOnly={readOnly}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          <CodeBox
            value={values.code}
            error={messages.code}
            readOnly={readOnly}
            onChange={(code) => change({ code })}
          />
        </Stack>
      </div>
      <Stack gap="md">
        <section className="panel" aria-labelledby="schedule-title">
          <Title order={2} size="h5" mb="sm" id="schedule-title">
            Schedule
          </Title>
          <ScheduleFields value={values} errors={messages} onChange={change} readOnly={readOnly} />
        </section>
        <section className="panel" aria-labelledby="settings-title">
          <Title order={2} size="h5" mb="sm" id="settings-title">
            Settings
          </Title>
          <Stack gap="md">
            <Switch
              label="Active"
              description="An inactive script is not started: not by its schedule, not by hand."
              checked={values.is_active}
              error={messages.is_active}
              disabled={readOnly}
              onChange={(event) => change({ is_active: event.currentTarget.checked })}
            />
            <NumberInput
              label="Timeout in seconds"
              description="A run that takes longer is stopped."
              min={1}
              max={3600}
              clampBehavior="none"
              allowDecimal={false}
              allowNegative={false}
              value={values.timeout_seconds}
              error={messages.timeout_seconds}
              readOnly={readOnly}
              onChange={(timeout_seconds) => change({ timeout_seconds })}
            />
          </Stack>
        </section>
      </Stack>
    </div>
  );
}
