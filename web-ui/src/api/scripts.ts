import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { body, client, expectOk } from './client';
import type { Script, ScriptInput } from './types';

const PAGE_SIZE = 50;
const RECENT_RUNS = 10;

/** A script with the ETag that its next change has to name. */
export interface LoadedScript {
  script: Script;
  etag: string | null;
}

export const scriptKeys = {
  all: ['scripts'] as const,
  list: () => [...scriptKeys.all, 'list'] as const,
  one: (id: string) => [...scriptKeys.all, id] as const,
  runs: (id: string) => [...scriptKeys.all, id, 'runs'] as const,
};

export const scriptsQuery = infiniteQueryOptions({
  queryKey: scriptKeys.list(),
  queryFn: async ({ signal, pageParam }) =>
    body(
      await client.GET('/api/scripts', {
        params: { query: { limit: PAGE_SIZE, cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const scriptQuery = (id: string) =>
  queryOptions({ queryKey: scriptKeys.one(id), queryFn: () => loadScript(id), gcTime: 0 });

export const scriptRunsQuery = (id: string) =>
  queryOptions({
    queryKey: scriptKeys.runs(id),
    queryFn: async ({ signal }) =>
      body(
        await client.GET('/api/scripts/{id}/runs', {
          params: { path: { id }, query: { limit: RECENT_RUNS } },
          signal,
        }),
      ),
  });

export async function loadScript(id: string): Promise<LoadedScript> {
  const answer = await client.GET('/api/scripts/{id}', { params: { path: { id } } });
  return { script: body(answer), etag: answer.response.headers.get('ETag') };
}

export async function createScript(input: ScriptInput): Promise<LoadedScript> {
  const answer = await client.POST('/api/scripts', { body: input });
  return { script: body(answer), etag: answer.response.headers.get('ETag') };
}

/** Saves `input` over `base`; a PUT resets what it does not name, so the whole representation goes back. */
export async function saveScript(
  base: Script,
  input: ScriptInput,
  etag: string | null,
): Promise<LoadedScript> {
  const answer = await client.PUT('/api/scripts/{id}', {
    params: { path: { id: base.id }, header: etag === null ? {} : { 'If-Match': etag } },
    body: { ...base, ...input },
  });
  return { script: body(answer), etag: answer.response.headers.get('ETag') };
}

export async function deleteScript(id: string): Promise<void> {
  expectOk(await client.DELETE('/api/scripts/{id}', { params: { path: { id } } }));
}

/** Starts a manual run. One click is one run, even when the browser repeats the request. */
export async function runScript(id: string) {
  return body(
    await client.POST('/api/scripts/{id}/run', {
      params: { path: { id }, header: { 'Idempotency-Key': newKey() } },
      body: {},
    }),
  );
}

/** `crypto.randomUUID` exists only on secure origins, and a plain-HTTP intranet host is none. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
