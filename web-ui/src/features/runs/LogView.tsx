import { Button } from '@mantine/core';
import { ArrowDown } from 'lucide-react';
import {
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { copyText } from '../../lib/clipboard';
import { plural } from '../../lib/format';
import type { LogStore, LogView as View } from '../../lib/logStore';
import { visibleRows } from '../../lib/logWindow';
import { LogRow, ROW_HEIGHT } from './LogRow';

/** Browsers stop at about 33 million pixels of height; older lines stay in output.txt. */
const MOST_ROWS = 1_500_000;
const LEAVES_TAIL = new Set(['PageUp', 'Home', 'ArrowUp']);

interface Props {
  store: LogStore;
  view: View;
  label: string;
  empty: string;
}

/** The lines of one view: only the rows in sight are drawn, and the end is followed until the reader scrolls up. */
export function LogView({ store, view, label, empty }: Props) {
  const version = useSyncExternalStore(store.subscribe, store.getVersion);
  const viewport = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(0);
  const [seen, setSeen] = useState<number | null>(null);
  const [allSelected, setAllSelected] = useState(false);
  const following = seen === null;

  const lines = store.lines(view);
  const skipped = Math.max(0, lines.length - MOST_ROWS);
  const rows = lines.length - skipped;
  const { first, end } = visibleRows(scrollTop, height, ROW_HEIGHT, rows);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = viewport.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [following, height, version]);

  const leaveTail = () => {
    const element = viewport.current;
    if (element && element.scrollHeight > element.clientHeight) setSeen((known) => known ?? lines.length);
  };

  const onScroll = () => {
    const element = viewport.current;
    if (!element) return;
    const top = element.scrollTop;
    const atEnd = top + element.clientHeight >= element.scrollHeight - ROW_HEIGHT;
    if (top > lastTop.current && atEnd) setSeen(null);
    else if (top < lastTop.current && !atEnd) leaveTail();
    lastTop.current = top;
    setScrollTop(top);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === 'a') {
      event.preventDefault();
      setAllSelected(true);
    } else if (command && event.key === 'c' && allSelected) {
      event.preventDefault();
      void copyText(store.text(view));
    } else if (!command) {
      setAllSelected(false);
      if (LEAVES_TAIL.has(event.key)) leaveTail();
      if (event.key === 'End') setSeen(null);
    }
  };

  return (
    <div className="log" data-all-selected={allSelected || undefined}>
      {/* A scrollable region has to take the focus, or the keyboard cannot scroll it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={viewport}
        role="region"
        aria-label={label}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="log-viewport"
        onScroll={onScroll}
        onWheel={(event) => event.deltaY < 0 && leaveTail()}
        onMouseDown={() => setAllSelected(false)}
        onKeyDown={onKeyDown}
      >
        {rows === 0 && <p className="log-empty">{empty}</p>}
        <div className="log-rows" style={{ height: rows * ROW_HEIGHT }}>
          {lines.slice(skipped + first, skipped + end).map((line, index) => (
            <LogRow key={line.n} line={line} top={(first + index) * ROW_HEIGHT} marked={view === 'both'} />
          ))}
        </div>
      </div>
      {!following && (
        <Button
          className="log-jump"
          size="xs"
          leftSection={<ArrowDown size={14} aria-hidden />}
          onClick={() => {
            setSeen(null);
            viewport.current?.focus();
          }}
        >
          Jump to latest{lines.length > seen ? ` · ${(lines.length - seen).toLocaleString('en')} new` : ''}
        </Button>
      )}
      <p role="status" className={allSelected || skipped > 0 ? 'log-note' : 'visually-hidden'}>
        {allSelected ? `${plural(lines.length, 'line')} selected: Ctrl+C copies them. ` : ''}
        {skipped > 0 ? `The first ${plural(skipped, 'line')} are in output.txt only.` : ''}
      </p>
    </div>
  );
}
