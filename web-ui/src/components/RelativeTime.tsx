import { formatExact, formatRelative } from '../lib/format';
import { useNow } from '../lib/useNow';

/** "2 hours ago", kept current, with the exact moment on hover. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow(15_000);
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatRelative(at, now)}
    </time>
  );
}

/** The exact moment, with how long ago on hover. */
export function ExactTime({ at }: { at: string }) {
  const now = useNow(15_000);
  return (
    <time dateTime={at} title={formatRelative(at, now)}>
      {formatExact(at)}
    </time>
  );
}
