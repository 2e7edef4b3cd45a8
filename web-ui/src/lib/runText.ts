import type { Run, RunStatus } from '../api/types';
import { formatDuration, plural } from './format';

const TERMINAL = new Set<RunStatus>([
  'success',
  'error',
  'timeout',
  'cancelled',
  'lost',
  'skipped',
  'missed',
]);

export function isTerminal(status: RunStatus): boolean {
  return TERMINAL.has(status);
}

/** "Scheduled", "Manual by user@example.com". */
export function triggerText(run: Pick<Run, 'trigger_type' | 'triggered_by'>): string {
  const kind = { scheduled: 'Scheduled', manual: 'Manual', webhook: 'Webhook', rerun: 'Re-run' }[
    run.trigger_type
  ];
  return run.triggered_by ? `${kind} by ${run.triggered_by.email}` : kind;
}

export function revisionText(run: Pick<Run, 'revision'>): string {
  return run.revision === null ? 'Unsaved code' : `Revision ${run.revision}`;
}

/** Why the run ended, as a sentence; null while it has not ended. */
export function endSentence(run: Run): string | null {
  const after = run.duration_ms === null ? '' : ` after ${formatDuration(run.duration_ms)}`;
  switch (run.end_reason) {
    case null:
    case undefined:
      return null;
    case 'exited':
      return run.exit_code === 0
        ? 'The script finished with exit code 0.'
        : `The script ended with exit code ${run.exit_code ?? 'unknown'}.`;
    case 'timeout':
      return `Stopped${after}: timeout.`;
    case 'cancelled':
      return run.started_at === null ? 'Cancelled before it started.' : `Cancelled${after}.`;
    case 'memory_limit':
      return `Stopped${after}: it used more memory than its limit.`;
    case 'output_limit':
      return `Stopped${after}: it printed more than its output limit.`;
    case 'signal':
      return `Ended${after} by signal ${run.signal ?? 'unknown'}.`;
    case 'worker_lost':
      return `Lost${after}: the worker that ran it disappeared.`;
    case 'gave_up':
      return 'Given up: a person decided not to run it again after its worker was lost.';
    case 'overlap':
      return 'Not started: an earlier run of this script was still going.';
    case 'queue_full':
      return 'Not started: too many runs of this script were waiting already.';
    case 'outage':
      return 'Not started: no worker could take it in time.';
    case 'schedule_changed':
      return 'Not started: the schedule was changed while it was due.';
    case 'history_lost':
      return 'Lost: Temporal no longer has the history of this run.';
    case 'dependency_error':
      return 'Not started: the dependencies of the script could not be installed.';
    case 'isolation_unavailable':
      return 'Not started: no worker offers the isolation that is required.';
    case 'terminated_in_temporal':
      return `Stopped${after}: it was terminated in Temporal.`;
  }
}

export function attemptsText(run: Run): string {
  const count = run.attempts?.length ?? run.attempt ?? 0;
  if (count === 0) return 'Not started yet';
  if (count === 1) return '1 attempt';
  const ended = (run.attempts ?? [])
    .filter((each) => each.outcome !== null)
    .map((each) => `${each.attempt}: ${outcomeText(each.outcome ?? '')}`);
  return ended.length > 0 ? `${plural(count, 'attempt')} (${ended.join(', ')})` : plural(count, 'attempt');
}

function outcomeText(outcome: string): string {
  return outcome.replaceAll('_', ' ');
}
