import type { OutputLine, Run } from './types';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'paused' | 'failed';

export interface RunEventHandlers {
  onStatus(run: Partial<Run>): void;
  onOutput(lines: OutputLine[]): void;
  onEnd(): void;
  onConnection(state: ConnectionState): void;
}

/** A hidden tab gives its connection back after this time: a browser allows six to one host. */
const HIDDEN_GRACE_MS = 30_000;
const RETRY_MS = 3_000;

/**
 * Follows a run until its `end` event. The browser reconnects with `Last-Event-ID` by itself; after a
 * refused connection a new one is tried, which replays from the first line.
 */
export function followRun(id: string, handlers: RunEventHandlers): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hide: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  function disconnect() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function connect() {
    disconnect();
    handlers.onConnection('connecting');
    const events = new EventSource(`/api/runs/${encodeURIComponent(id)}/events`);
    source = events;
    events.addEventListener('open', () => handlers.onConnection('live'));
    events.addEventListener('status', (event) => handlers.onStatus(parse(event) as Partial<Run>));
    events.addEventListener('output', (event) =>
      handlers.onOutput((parse(event) as { lines: OutputLine[] }).lines),
    );
    events.addEventListener('end', () => {
      stop();
      handlers.onConnection('ended');
      handlers.onEnd();
    });
    events.addEventListener('error', () => {
      if (over || source !== events) return;
      if (events.readyState === EventSource.CLOSED) {
        handlers.onConnection('failed');
        retry = setTimeout(connect, RETRY_MS);
      } else {
        handlers.onConnection('reconnecting');
      }
    });
  }

  function onVisibility() {
    clearTimeout(hide);
    if (document.hidden) {
      hide = setTimeout(() => {
        disconnect();
        handlers.onConnection('paused');
      }, HIDDEN_GRACE_MS);
    } else if (source === null) {
      connect();
    }
  }

  function stop() {
    over = true;
    clearTimeout(hide);
    disconnect();
    document.removeEventListener('visibilitychange', onVisibility);
  }

  document.addEventListener('visibilitychange', onVisibility);
  connect();
  return stop;
}

function parse(event: Event): unknown {
  return JSON.parse((event as MessageEvent<string>).data);
}
