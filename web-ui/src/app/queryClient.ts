import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/problem';

const RETRIES = 2;

/** Failed reads are tried again only where that can help: no answer, or a fault of the server. */
function worthRetrying(failures: number, error: Error): boolean {
  if (failures >= RETRIES) return false;
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

export function createQueryClient(retryReads = true): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: retryReads ? worthRetrying : false, staleTime: 2_000 },
      mutations: { retry: false },
    },
  });
}
