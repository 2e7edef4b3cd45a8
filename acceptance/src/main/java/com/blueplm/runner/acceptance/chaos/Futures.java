package com.blueplm.runner.acceptance.chaos;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for tasks whose failure is the campaign's own. */
final class Futures {
  private Futures() {}

  static void await(Future<?> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The campaign itself failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The campaign was interrupted", e);
    }
  }
}
