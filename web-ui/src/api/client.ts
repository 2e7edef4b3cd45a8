import createClient, { type Middleware } from 'openapi-fetch';
import { toApiError, unreachable } from './problem';
import { session } from './session';
import type { paths } from './types';

const SAFE_METHODS = new Set(['GET', 'HEAD']);
const SIGN_IN_PATH = '/api/auth/sign-in';

function csrfToken(): string | undefined {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith('csrf='));
  return cookie && decodeURIComponent(cookie.slice('csrf='.length));
}

const credentials: Middleware = {
  onRequest({ request }) {
    if (SAFE_METHODS.has(request.method)) return;
    const token = csrfToken();
    if (token) request.headers.set('X-CSRF-Token', token);
  },
  onResponse({ response, schemaPath }) {
    // A refused sign-in code says nothing about the session this browser may already have.
    if (response.status === 401 && schemaPath !== SIGN_IN_PATH) session.markExpired();
  },
};

/** The only place that sends requests. */
export const client = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: async (request) => {
    try {
      return await fetch(request);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw unreachable();
    }
  },
});
client.use(credentials);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; throws `ApiError` for every other one. */
export function body<T>({ data, error, response }: Answer<T>): T {
  if (!response.ok || data === undefined) throw toApiError(response.status, error);
  return data;
}

/** Throws `ApiError` unless the answer was good; for answers without a body. */
export function expectOk({ error, response }: Answer<unknown>): void {
  if (!response.ok) throw toApiError(response.status, error);
}
