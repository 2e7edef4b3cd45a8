package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A sandbox whose trees are real, but seen gone only after {@link #release}. */
final class HeldTree implements Sandbox {

  private final Sandbox real;
  private final CountDownLatch released = new CountDownLatch(1);
  final AtomicInteger looks = new AtomicInteger();

  HeldTree(Sandbox real) {
    this.real = real;
  }

  void release() {
    released.countDown();
  }

  @Override
  public IsolationLevel level() {
    return real.level();
  }

  @Override
  public String seen(Mount mount) {
    return real.seen(mount);
  }

  @Override
  public String python() {
    return real.python();
  }

  @Override
  public String temporaryDirectory(Path workspace) {
    return real.temporaryDirectory(workspace);
  }

  @Override
  public boolean leadsThroughProxy() {
    return real.leadsThroughProxy();
  }

  @Override
  public SandboxProcess start(SandboxJob job) throws IOException {
    return new HeldProcess(real.start(job));
  }

  private final class HeldProcess implements SandboxProcess {

    private final SandboxProcess process;

    HeldProcess(SandboxProcess process) {
      this.process = process;
    }

    @Override
    public boolean awaitGone(Duration patience) {
      looks.incrementAndGet();
      return released.getCount() == 0 && process.awaitGone(patience);
    }

    @Override
    public InputStream stdout() {
      return process.stdout();
    }

    @Override
    public InputStream stderr() {
      return process.stderr();
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
      return process.onExit();
    }

    @Override
    public CompletableFuture<Void> memoryLimitReached() {
      return process.memoryLimitReached();
    }

    @Override
    public void terminate() {
      process.terminate();
    }

    @Override
    public void kill() {
      process.kill();
    }

    @Override
    public boolean exitIsTheCommands() {
      return process.exitIsTheCommands();
    }

    @Override
    public ResourceUse close() {
      return process.close();
    }
  }
}
