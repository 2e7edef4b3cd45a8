package com.blueplm.runner.worker.sandbox;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the trees of all processes that the worker starts have in common. */
abstract class SpawnedTree implements SandboxProcess {

  /** How long a sandbox may take until the command is there. */
  static final Duration STARTUP = Duration.ofMillis(500);

  private static final long POLL_NANOS = 1_000_000;

  protected final Process process;
  private final JobResources resources;
  private final Path statusFile;
  private final CompletableFuture<ExitStatus> exit;
  private volatile Optional<InitStatus> status = Optional.empty();

  SpawnedTree(Process process, JobResources resources, Path statusFile) {
    this.process = process;
    this.resources = resources;
    this.statusFile = statusFile;
    this.exit = ProcessExit.of(process, this::ended);
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
    return poll(patience, this::isGone);
  }

  @Override
  public boolean exitIsTheCommands() {
    return status().isPresent();
  }

  @Override
  public final ResourceUse close() {
    return resources.close(status().map(InitStatus::use).orElse(ResourceUse.UNKNOWN));
  }

  /** Kills all that is known of the tree. */
  abstract void killTree();

  /** Whether the rest of the tree is gone; kills what it still finds. */
  abstract boolean isTreeGone();

  private ExitStatus ended(int code) {
    resources.ended();
    return status().map(InitStatus::exit).orElseGet(() -> ExitStatus.of(code));
  }

  /** Written once, at the end. */
  private Optional<InitStatus> status() {
    if (status.isEmpty()) {
      status = InitStatus.in(statusFile);
    }
    return status;
  }

  private boolean isGone() {
    return !process.isAlive() && isTreeGone() && resources.isEmpty();
  }

  /** The one that was started first. */
  static Optional<ProcessHandle> oldest(Stream<ProcessHandle> processes) {
    return processes.min(
        Comparator.comparing(
                (ProcessHandle handle) -> handle.info().startInstant().orElse(Instant.MAX))
            .thenComparing(ProcessHandle::pid));
  }

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
