package com.blueplm.runner.worker.gateway;

/** api-app could not be reached or could not answer; the same call may be repeated. */
public final class GatewayUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GatewayUnavailableException(String message) {
    super(message);
  }

  GatewayUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
