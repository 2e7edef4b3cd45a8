package com.blueplm.runner.worker.attempt;

import org.jspecify.annotations.Nullable;

/** A script cannot have the network that its policy promises; the message says what to change. */
final class NetworkRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  NetworkRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
