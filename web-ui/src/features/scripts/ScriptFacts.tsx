import { Badge, Group, Text } from '@mantine/core';
import { Pause } from 'lucide-react';
import type { ScriptSummary } from '../../api/types';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusBadge } from '../../components/StatusBadge';

export function LastStatus({ script }: { script: ScriptSummary }) {
  return (
    <Group gap={6}>
      {script.last_run_status ? (
        <StatusBadge status={script.last_run_status} />
      ) : (
        <Text size="sm" c="dimmed">
          Never run
        </Text>
      )}
      {!script.is_active && (
        <Badge variant="default" leftSection={<Pause size={12} aria-hidden />}>
          Inactive
        </Badge>
      )}
    </Group>
  );
}

export function scheduleWords(script: ScriptSummary): string {
  if (!script.schedule_cron) return 'Manual only';
  const text = script.schedule_text ?? script.schedule_cron;
  if (!script.schedule_enabled) return `Off (${text})`;
  return script.schedule_paused ? `${text} (paused)` : text;
}

export function LastRun({ script }: { script: ScriptSummary }) {
  return script.last_run_at ? (
    <RelativeTime at={script.last_run_at} />
  ) : (
    <Text c="dimmed" size="sm">
      Never
    </Text>
  );
}

export function NextRun({ script }: { script: ScriptSummary }) {
  const next = script.next_runs?.[0];
  if (next) return <RelativeTime at={next} />;
  const unknown = script.next_runs === null && script.schedule_enabled;
  return (
    <Text c="dimmed" size="sm" title={unknown ? 'Temporal does not answer at the moment' : undefined}>
      {unknown ? 'Unknown for now' : 'None'}
    </Text>
  );
}
