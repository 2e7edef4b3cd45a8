import { queryOptions } from '@tanstack/react-query';
import { body, client, expectOk } from './client';
import { session } from './session';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => body(await client.GET('/api/auth/me', { signal })),
  staleTime: 5 * 60_000,
});

/** Redeems a one-time code; the answer's cookies are the session. A code is sent once, however often this is rendered. */
export const signInQuery = (code: string) =>
  queryOptions({
    queryKey: ['sign-in', code],
    queryFn: async () => {
      const answer = body(await client.POST('/api/auth/sign-in', { body: { code } }));
      session.markOpen();
      return answer;
    },
    staleTime: Infinity,
    retry: false,
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export async function signOut(): Promise<void> {
  expectOk(await client.POST('/api/auth/logout'));
  session.markLeft();
}

/** Looks whether the browser has a session again, for example by a link opened in another tab. */
export async function resume(): Promise<void> {
  body(await client.GET('/api/auth/me'));
  session.markOpen();
}
