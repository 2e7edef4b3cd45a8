package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Of a job whose tree is neither limited nor measured. */
final class UnwatchedResources implements JobResources {

  /** Mapped libraries count as address space but are not what a memory limit means. */
  private static final int HEADROOM_MB = 64;

  private final CompletableFuture<Void> never = new CompletableFuture<>();
  private final SandboxLimits limits;

  UnwatchedResources(SandboxLimits limits) {
    this.limits = limits;
  }

  @Override
  public List<Path> joinFiles() {
    return List.of();
  }

  @Override
  public OptionalLong addressSpaceBytes() {
    return OptionalLong.of(limits.memoryBytes() + HEADROOM_MB * SandboxLimits.MIB);
  }

  @Override
  public boolean limitsProcesses() {
    return false;
  }

  @Override
  public void started(ProcessHandle first) {}

  @Override
  public void ended() {}

  @Override
  public CompletableFuture<Void> memoryLimitReached() {
    return never;
  }

  @Override
  public void beforeKill() {}

  @Override
  public void kill() {}

  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public ResourceUse close(ResourceUse seen) {
    return seen;
  }
}
