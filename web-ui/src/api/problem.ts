import type { FieldError, Problem } from './types';

/** A refused or failed request, with what the server said about it. `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${problem.status}.`);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  get fieldErrors(): FieldError[] {
    return this.problem.errors ?? [];
  }
}

/** The error of a request that got no answer at all. */
export function unreachable(): ApiError {
  return new ApiError({
    status: 0,
    code: 'UNREACHABLE',
    title: 'No answer from the server',
    detail: 'Script Runner does not answer. Check that it is running (./start), then try again.',
  });
}

/** Makes an error of whatever body a failed answer carried. */
export function toApiError(status: number, body: unknown): ApiError {
  if (typeof body === 'object' && body !== null && 'code' in body) {
    return new ApiError({ ...(body as Problem), status });
  }
  return new ApiError({
    status,
    code: 'INTERNAL',
    detail: `The server answered ${status} without saying why.`,
  });
}

/** The first message the server gave for one of these fields. */
export function fieldMessage(error: unknown, ...fields: string[]): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.fieldErrors.find((each) => fields.includes(each.field))?.message;
}

/** One text for people: the detail, and each field message that has no field of its own on the page. */
export function describe(error: unknown): string {
  if (error instanceof ApiError && error.fieldErrors.length > 0) {
    return error.fieldErrors.map((each) => `${each.field}: ${each.message}`).join(' ');
  }
  return error instanceof Error ? error.message : String(error);
}
