import { queryOptions } from '@tanstack/react-query';
import { body, client } from './client';

const PREVIEWED_RUNS = 5;

/** What the server makes of unsaved cron lines; a bad line is an `ApiError` naming its field. */
export const previewQuery = (cron: string, timezone: string) =>
  queryOptions({
    queryKey: ['schedule-preview', cron, timezone],
    queryFn: async ({ signal }) =>
      body(
        await client.POST('/api/schedules/preview', {
          body: { cron, timezone, count: PREVIEWED_RUNS },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
  });
