package com.blueplm.runner.worker.sandbox;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the trees of all processes that the worker starts have in common. */
abstract class SpawnedTree implements SandboxProcess {

  private static final long POLL_NANOS = 1_000_000;

  protected final Process process;
  protected final JobResources resources;
  private final CompletableFuture<ExitStatus> exit;

  SpawnedTree(Process process, JobResources resources) {
    this.process = process;
    this.resources = resources;
    this.exit = ProcessExit.of(process, resources::ended);
    resources.started(process.toHandle());
  }

  @Override
  public final InputStream stdout() {
    return process.getInputStream();
  }

  @Override
  public final InputStream stderr() {
    return process.getErrorStream();
  }

  @Override
  public final CompletableFuture<ExitStatus> onExit() {
    return exit;
  }

  @Override
  public final CompletableFuture<Void> memoryLimitReached() {
    return resources.memoryLimitReached();
  }

  @Override
  public final void kill() {
    resources.beforeKill();
    killTree();
    resources.kill();
  }

  @Override
  public final boolean awaitGone(Duration patience) {
    return poll(patience, () -> !process.isAlive() && isTreeGone() && resources.isEmpty());
  }

  @Override
  public final ResourceUse close() {
    return resources.close(seen());
  }

  /** What the sandbox itself saw of the tree's use. */
  ResourceUse seen() {
    return ResourceUse.UNKNOWN;
  }

  /** Kills all that is known of the tree. */
  abstract void killTree();

  /** Whether the rest of the tree is gone; kills what it still finds. */
  abstract boolean isTreeGone();

  /** Asks a question until it is answered with yes. */
  static boolean poll(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
