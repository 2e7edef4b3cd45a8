import { queryOptions } from '@tanstack/react-query';
import { body, client } from './client';
import type { OutputStream } from './types';

export const runKeys = { one: (id: string) => ['runs', id] as const };

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: runKeys.one(id),
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/runs/{id}', { params: { path: { id } }, signal })),
  });

export async function cancelRun(id: string) {
  return body(await client.POST('/api/runs/{id}/cancel', { params: { path: { id } } }));
}

export async function rerunRun(id: string) {
  return body(
    await client.POST('/api/runs/{id}/rerun', { params: { path: { id } }, body: { revision: 'current' } }),
  );
}

/** Address of the whole output as plain text. */
export function outputTextUrl(id: string, stream: OutputStream | 'both'): string {
  return `/api/runs/${encodeURIComponent(id)}/output.txt?stream=${stream}`;
}
