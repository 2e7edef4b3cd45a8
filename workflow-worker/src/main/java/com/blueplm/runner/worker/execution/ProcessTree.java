package com.blueplm.runner.worker.execution;

import com.blueplm.runner.worker.sandbox.ExitStatus;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A plain process and those of its descendants that can be found. */
final class ProcessTree implements ScriptProcess {

  private static final long POLL_NANOS = 5_000_000;

  private final Process process;
  private final CompletableFuture<ExitStatus> exit;
  private final RunMarker marker;

  ProcessTree(Process process, RunMarker marker) {
    this.process = process;
    this.exit = ProcessExit.of(process);
    this.marker = marker;
  }

  @Override
  public InputStream stdout() {
    return process.getInputStream();
  }

  @Override
  public InputStream stderr() {
    return process.getErrorStream();
  }

  @Override
  public CompletableFuture<ExitStatus> onExit() {
    return exit;
  }

  @Override
  public void terminate() {
    // Not Process.destroy, which closes the streams and loses the last output.
    process.toHandle().destroy();
  }

  @Override
  public void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.toHandle().destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public boolean awaitGone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      List<ProcessHandle> survivors = marker.survivors();
      if (survivors.isEmpty() && !process.isAlive()) {
        return RunMarker.works();
      }
      if (System.nanoTime() > deadline) {
        return false;
      }
      // Again and again: a process may have forked between the look and the kill.
      survivors.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public boolean exitIsTheScripts() {
    return true;
  }
}
