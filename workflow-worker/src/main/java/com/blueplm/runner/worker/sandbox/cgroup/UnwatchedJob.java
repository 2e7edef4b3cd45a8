package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.ResourceUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A job on a system that tells nothing about processes, as macOS without /proc. */
final class UnwatchedJob implements JobResources {

  private final CompletableFuture<Void> never = new CompletableFuture<>();

  @Override
  public List<Path> joinFiles() {
    return List.of();
  }

  @Override
  public void started(long pid) {}

  @Override
  public CompletableFuture<Void> memoryLimitReached() {
    return never;
  }

  @Override
  public void look() {}

  @Override
  public void liftCpuLimit() {}

  @Override
  public void kill() {}

  @Override
  public Optional<Boolean> isGone() {
    return Optional.empty();
  }

  @Override
  public ResourceUse close(ResourceUse seen) {
    return seen;
  }
}
