package com.blueplm.runner.worker.sandbox;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Waits for a process on a thread of its own: {@link Process#onExit()} needs the common pool, which
 * has a single thread on a machine with two processors and may be busy.
 */
final class ProcessExit {

  private ProcessExit() {}

  /** Completes with the meaning of the status that the machine reports. */
  static CompletableFuture<ExitStatus> of(Process process, IntFunction<ExitStatus> meaning) {
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("exit-" + process.pid())
        .start(
            () -> {
              try {
                exit.complete(meaning.apply(process.waitFor()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exit.completeExceptionally(e);
              } catch (RuntimeException e) {
                exit.completeExceptionally(e);
              }
            });
    return exit;
  }
}
