import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import type { Problem } from '../api/types';
import { ME } from './fixtures';

/** Every test is signed in; a request that no test expects fails. */
export const server = setupServer(http.get('/api/auth/me', () => HttpResponse.json(ME)));

export function problem(body: Problem) {
  return HttpResponse.json(body, {
    status: body.status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}
