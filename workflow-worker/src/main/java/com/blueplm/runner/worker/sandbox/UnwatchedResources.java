package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Of a job whose tree is neither limited nor measured. */
final class UnwatchedResources implements JobResources {

  private final CompletableFuture<Void> never = new CompletableFuture<>();

  @Override
  public List<Path> joinFiles() {
    return List.of();
  }

  @Override
  public boolean limitsMemory() {
    return false;
  }

  @Override
  public void started(ProcessHandle first) {}

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
  public ResourceUse close() {
    return new ResourceUse(null, null);
  }
}
