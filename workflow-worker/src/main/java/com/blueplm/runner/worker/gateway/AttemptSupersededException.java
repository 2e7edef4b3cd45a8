package com.blueplm.runner.worker.gateway;

/** The attempt is no longer the live one: kill its process, write no more about it. */
public final class AttemptSupersededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AttemptSupersededException(String message) {
    super(message);
  }
}
