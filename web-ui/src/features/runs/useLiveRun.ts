import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { runKeys, runQuery } from '../../api/runs';
import { scriptKeys } from '../../api/scripts';
import { type ConnectionState, followRun } from '../../api/sse';
import type { Run } from '../../api/types';
import { LogStore } from '../../lib/logStore';
import { isTerminal } from '../../lib/runText';

const FALLBACK_REFRESH_MS = 3_000;

/** A run and its lines, kept current by its event stream; polled while the stream is away. */
export function useLiveRun(id: string) {
  const queries = useQueryClient();
  const [store] = useState(() => new LogStore());
  const [connection, setConnection] = useState<ConnectionState>('connecting');
  const {
    data: run,
    error,
    refetch,
  } = useQuery({
    ...runQuery(id),
    refetchInterval: (query) => {
      const away = connection === 'reconnecting' || connection === 'failed';
      return away && query.state.data && !isTerminal(query.state.data.status) ? FALLBACK_REFRESH_MS : false;
    },
  });
  const found = run !== undefined;
  const scriptId = run?.script_id;

  useEffect(() => {
    if (!found) return;
    return followRun(id, {
      onStatus: (change) =>
        queries.setQueryData<Run>(runKeys.one(id), (known) => known && { ...known, ...change }),
      onOutput: (lines) => store.append(lines),
      onConnection: setConnection,
      onEnd: () => {
        void queries.invalidateQueries({ queryKey: runKeys.one(id) });
        void queries.invalidateQueries({ queryKey: scriptKeys.list() });
        if (scriptId) void queries.invalidateQueries({ queryKey: scriptKeys.runs(scriptId) });
      },
    });
  }, [found, id, queries, scriptId, store]);

  return { run, error, refetch, store, connection };
}
