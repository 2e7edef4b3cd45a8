import type { Run } from '../api/types';
import { formatDuration } from '../lib/format';
import { isTerminal } from '../lib/runText';
import { useNow } from '../lib/useNow';

/** How long a run took, or has been taking so far. */
export function RunDuration({ run }: { run: Run }) {
  if (run.duration_ms !== null && isTerminal(run.status)) return <>{formatDuration(run.duration_ms)}</>;
  if (run.started_at === null || isTerminal(run.status)) return <>Not started</>;
  return <Ticking since={run.started_at} />;
}

function Ticking({ since }: { since: string }) {
  const now = useNow(1000);
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  return <>{formatDuration(seconds * 1000).replace('0 ms', '0 s')} so far</>;
}
