import type { ReactNode } from 'react';
import type { Run } from '../../api/types';
import { KeyValue } from '../../components/KeyValue';
import { ExactTime } from '../../components/RelativeTime';
import { RunDuration } from '../../components/RunDuration';
import { formatBytes, formatDuration } from '../../lib/format';
import { attemptsText, revisionText, triggerText } from '../../lib/runText';

export function RunFacts({ run }: { run: Run }) {
  const items: [string, ReactNode][] = [
    ['Trigger', triggerText(run)],
    ['Code', revisionText(run)],
    ['Created', <ExactTime key="created" at={run.created_at} />],
    ['Started', run.started_at ? <ExactTime key="started" at={run.started_at} /> : 'Not started'],
    ['Completed', run.completed_at ? <ExactTime key="completed" at={run.completed_at} /> : 'Not completed'],
    ['Duration', <RunDuration key="duration" run={run} />],
    ['Attempts', attemptsText(run)],
  ];
  if (run.slot_at) items.splice(1, 0, ['Due at', <ExactTime key="slot" at={run.slot_at} />]);
  if (run.next_attempt_at) items.push(['Next attempt', <ExactTime key="next" at={run.next_attempt_at} />]);
  if (run.isolation_level) items.push(['Isolation', run.isolation_level]);
  if (typeof run.cpu_ms === 'number') items.push(['Processor time', formatDuration(run.cpu_ms)]);
  if (typeof run.peak_memory_bytes === 'number') {
    items.push(['Peak memory', formatBytes(run.peak_memory_bytes)]);
  }
  return <KeyValue items={items} />;
}
