package com.blueplm.runner.worker.sandbox.container;

import java.io.IOException;
import java.io.Serial;

/** The container engine refused, failed or did not answer. */
final class EngineException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
