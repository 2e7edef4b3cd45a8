import { useEffect, useState } from 'react';
import { plural } from '../../lib/format';
import type { LogStore } from '../../lib/logStore';

const INTERVAL_MS = 5_000;

/** Tells screen readers how many lines have come, at most every few seconds. */
export function LogAnnouncer({ store }: { store: LogStore }) {
  const [message, setMessage] = useState('');
  useEffect(() => {
    let told = 0;
    const timer = setInterval(() => {
      const count = store.lines('both').length;
      if (count > told)
        setMessage(`${plural(count - told, 'new line')}, ${count.toLocaleString('en')} in all`);
      told = count;
    }, INTERVAL_MS);
    return () => clearInterval(timer);
  }, [store]);
  return (
    <span aria-live="polite" className="visually-hidden">
      {message}
    </span>
  );
}
