package com.blueplm.runner.worker.sandbox;

import java.util.concurrent.CompletableFuture;

/**
 * Waits for a process on a thread of its own: {@link Process#onExit()} needs the common pool, which
 * has a single thread on a machine with two processors and may be busy.
 */
final class ProcessExit {

  private ProcessExit() {}

  /**
   * The future end of a process.
   *
   * @param before what to do at the end, before anyone is told
   */
  static CompletableFuture<ExitStatus> of(Process process, Runnable before) {
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("exit-" + process.pid())
        .start(
            () -> {
              try {
                ExitStatus status = ExitStatus.of(process.waitFor());
                before.run();
                exit.complete(status);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exit.completeExceptionally(e);
              }
            });
    return exit;
  }
}
