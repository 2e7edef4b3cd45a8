package com.blueplm.runner.api.problem;

import org.springframework.http.HttpStatus;

/** Every error that the API answers: its status, and whose matter it is. */
public enum ErrorCode {
  VALIDATION_FAILED(HttpStatus.BAD_REQUEST, Blame.USER),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, Blame.USER),
  SIGNATURE_INVALID(HttpStatus.UNAUTHORIZED, Blame.USER),
  FORBIDDEN(HttpStatus.FORBIDDEN, Blame.USER),
  NOT_FOUND(HttpStatus.NOT_FOUND, Blame.USER),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, Blame.USER),
  CONFLICT(HttpStatus.CONFLICT, Blame.USER),
  NAME_TAKEN(HttpStatus.CONFLICT, Blame.USER),
  RUN_IN_PROGRESS(HttpStatus.CONFLICT, Blame.USER),
  RUN_FINISHED(HttpStatus.CONFLICT, Blame.USER),
  IDEMPOTENCY_MISMATCH(HttpStatus.CONFLICT, Blame.USER),
  ATTEMPT_SUPERSEDED(HttpStatus.CONFLICT, Blame.INTERNAL),
  REPLAYED(HttpStatus.CONFLICT, Blame.USER),
  REVISION_CONFLICT(HttpStatus.PRECONDITION_FAILED, Blame.USER),
  PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, Blame.USER),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, Blame.USER),
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, Blame.USER),
  TEMPORAL_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, Blame.RESOURCES),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, Blame.INTERNAL);

  private final HttpStatus status;
  private final Blame blame;

  ErrorCode(HttpStatus status, Blame blame) {
    this.status = status;
    this.blame = blame;
  }

  /** The HTTP status of the answer. */
  public HttpStatus status() {
    return status;
  }

  /** Who can mend it. */
  public Blame blame() {
    return blame;
  }

  /** Who can mend an error: dashboards keep ours apart from theirs. */
  public enum Blame {
    /** The caller. */
    USER,
    /** Us. */
    INTERNAL,
    /** The operator: something is down or full. */
    RESOURCES
  }
}
