package com.blueplm.runner.worker.gateway;

/** api-app refuses the call and will refuse it again. */
public final class GatewayRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  GatewayRejectedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Whether what the call is about is not there, or not any more. */
  public boolean isMissing() {
    return status == 404;
  }

  /** Whether the body was too large. */
  public boolean isTooLarge() {
    return status == 413;
  }
}
