package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.worker.sandbox.ExitStatus;

/**
 * What the engine says about a container.
 *
 * @param ended whether no process of it is left
 * @param exitCode of process 1 as shells report it, once it has ended
 * @param memoryExceeded whether the kernel ended a process at the memory limit
 */
record ContainerLife(boolean ended, int exitCode, boolean memoryExceeded) {

  private static final int KILLED = 137;

  /** Of a container that the engine does not know any more: somebody removed it. */
  static final ContainerLife REMOVED = new ContainerLife(true, KILLED, false);

  ExitStatus status() {
    return ExitStatus.of(exitCode);
  }
}
