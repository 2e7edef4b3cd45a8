import { Select, Stack, Switch, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fieldMessage } from '../../api/problem';
import { previewQuery } from '../../api/schedules';
import { NextRuns } from './NextRuns';
import { timezones } from './timezones';

const TYPING_PAUSE_MS = 400;

export interface ScheduleValue {
  schedule_enabled: boolean;
  schedule_cron: string;
  schedule_timezone: string;
}

interface Props {
  value: ScheduleValue;
  onChange: (change: Partial<ScheduleValue>) => void;
  /** What the server said about the fields when they were last saved. */
  errors: Partial<Record<keyof ScheduleValue, string>>;
  readOnly: boolean;
}

/** When the script runs by itself, with the server's own preview of the next runs while typing. */
export function ScheduleFields({ value, onChange, errors, readOnly }: Props) {
  const cron = value.schedule_cron.trim();
  const [asked] = useDebouncedValue(`${value.schedule_timezone}\n${cron}`, TYPING_PAUSE_MS);
  const askedZone = asked.slice(0, asked.indexOf('\n'));
  const askedCron = asked.slice(asked.indexOf('\n') + 1);
  const preview = useQuery({
    ...previewQuery(askedCron, askedZone),
    enabled: value.schedule_enabled && askedCron !== '',
    placeholderData: keepPreviousData,
  });
  const zones = useMemo(() => timezones(value.schedule_timezone), [value.schedule_timezone]);
  const cronError = errors.schedule_cron ?? fieldMessage(preview.error, 'cron', 'schedule_cron');
  const zoneError = errors.schedule_timezone ?? fieldMessage(preview.error, 'timezone', 'schedule_timezone');

  return (
    <Stack gap="sm">
      <Switch
        label="Run on schedule"
        checked={value.schedule_enabled}
        disabled={readOnly}
        error={errors.schedule_enabled}
        onChange={(event) => onChange({ schedule_enabled: event.currentTarget.checked })}
      />
      {value.schedule_enabled && (
        <>
          <Textarea
            label="Cron lines"
            description="One per line: minute, hour, day of month, month, weekday. For example 0 */6 * * * for every 6 hours."
            value={value.schedule_cron}
            error={cronError}
            readOnly={readOnly}
            autosize
            minRows={1}
            maxRows={6}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            onChange={(event) => onChange({ schedule_cron: event.currentTarget.value })}
          />
          <Select
            label="Time zone"
            data={zones}
            value={value.schedule_timezone}
            error={zoneError}
            readOnly={readOnly}
            searchable
            allowDeselect={false}
            limit={100}
            nothingFoundMessage="No zone of that name"
            onChange={(zone) => zone && onChange({ schedule_timezone: zone })}
          />
          <NextRuns
            preview={cron === '' ? undefined : preview.data}
            timezone={value.schedule_timezone}
            error={cronError || zoneError ? null : preview.error}
            empty={cron === ''}
          />
        </>
      )}
    </Stack>
  );
}
