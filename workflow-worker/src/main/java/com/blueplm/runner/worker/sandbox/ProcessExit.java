package com.blueplm.runner.worker.sandbox;

import java.util.concurrent.CompletableFuture;

/**
 * Waits for a process on a thread of its own: {@link Process#onExit()} needs the common pool, which
 * has a single thread on a machine with two processors and may be busy.
 */
final class ProcessExit {

  private ProcessExit() {}

  static CompletableFuture<ExitStatus> of(Process process) {
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("exit-" + process.pid())
        .start(
            () -> {
              try {
                exit.complete(ExitStatus.of(process.waitFor()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exit.completeExceptionally(e);
              }
            });
    return exit;
  }
}
