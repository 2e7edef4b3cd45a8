package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.JobResources;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job without a group: its tree is looked at again and again. */
final class SampledJob implements JobResources, Watcher.Task {

  private static final long ADDRESS_SPACE_FACTOR = 2;
  private static final long ADDRESS_SPACE_HEADROOM = 512L << 20;

  private final TreeSampler sampler;
  private final Watcher watcher;
  private final long memoryBytes;
  private final CompletableFuture<Void> memoryLimitReached = new CompletableFuture<>();
  private long head;
  private long peakBytes;
  private long cpuMillis;
  private boolean closed;

  SampledJob(TreeSampler sampler, Watcher watcher, long memoryBytes) {
    this.sampler = sampler;
    this.watcher = watcher;
    this.memoryBytes = memoryBytes;
  }

  @Override
  public List<Path> joinFiles() {
    return List.of();
  }

  /** Far more than the limit, so that it is the sum that ends a run, not a refused allocation. */
  @Override
  public OptionalLong addressSpaceBytes() {
    return OptionalLong.of(ADDRESS_SPACE_FACTOR * memoryBytes + ADDRESS_SPACE_HEADROOM);
  }

  @Override
  public boolean limitsProcesses() {
    return false;
  }

  @Override
  public synchronized void started(ProcessHandle first) {
    head = first.pid();
    watcher.watch(this);
  }

  @Override
  public CompletableFuture<Void> memoryLimitReached() {
    return memoryLimitReached;
  }

  @Override
  public synchronized boolean again() {
    if (closed) {
      return false;
    }
    TreeSampler.Sample sample = sampler.sample(head);
    cpuMillis = Math.max(cpuMillis, sample.cpuMillis());
    long bytes = sample.residentBytes();
    if (bytes > memoryBytes) {
      // Forked children share pages with their parent: only the true sum ends a run.
      bytes = sampler.proportionalBytes(sample.processes());
    }
    peakBytes = Math.max(peakBytes, bytes);
    if (bytes > memoryBytes && !memoryLimitReached.isDone()) {
      memoryLimitReached.complete(null);
    }
    return true;
  }

  /** What is left is about to be killed, and the id may soon be another process's. */
  @Override
  public synchronized void ended() {
    closed = true;
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
  public synchronized ResourceUse close(ResourceUse seen) {
    closed = true;
    ResourceUse sampled = new ResourceUse(known(cpuMillis), known(peakBytes));
    return sampled.atLeast(seen);
  }

  private static @Nullable Long known(long figure) {
    return figure == 0 ? null : Long.valueOf(figure);
  }
}
