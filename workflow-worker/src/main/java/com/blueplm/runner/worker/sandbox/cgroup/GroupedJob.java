package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.ResourceUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job in control groups of its own. */
final class GroupedJob implements JobResources, Watcher.Task {

  private static final Logger log = LoggerFactory.getLogger(GroupedJob.class);
  private static final long MICROS_PER_MILLI = 1000;

  private final JobGroup group;
  private final Watcher watcher;
  private final CompletableFuture<Void> memoryLimitReached = new CompletableFuture<>();
  private long sampledPeak;
  private boolean closed;

  GroupedJob(JobGroup group, Watcher watcher) {
    this.group = group;
    this.watcher = watcher;
  }

  @Override
  public List<Path> joinFiles() {
    return group.joinFiles();
  }

  @Override
  public void started(long pid) {
    watcher.watch(this);
  }

  @Override
  public CompletableFuture<Void> memoryLimitReached() {
    return memoryLimitReached;
  }

  @Override
  public boolean again() {
    look();
    synchronized (this) {
      return !closed && !memoryLimitReached.isDone();
    }
  }

  @Override
  public synchronized void look() {
    if (closed || memoryLimitReached.isDone()) {
      return;
    }
    try {
      if (group.memoryKills() > 0) {
        // Not on the watcher's thread: whoever waits for this may take its time.
        memoryLimitReached.completeAsync(() -> null, Thread::startVirtualThread);
        liftCpuLimit();
      } else if (group.peakMemoryBytes() == null) {
        sampledPeak = Math.max(sampledPeak, group.memoryBytes());
      }
    } catch (IOException e) {
      log.warn("{} cannot be read; its job goes on under the kernel's limits.", group, e);
    }
  }

  @Override
  public void liftCpuLimit() {
    try {
      group.liftCpuLimit();
    } catch (IOException e) {
      log.info("The CPU limit of {} stays, its end may take seconds.", group, e);
    }
  }

  @Override
  public void kill() {
    liftCpuLimit();
    for (Path directory : killable()) {
      try {
        GroupTree.kill(directory);
      } catch (IOException e) {
        log.warn("{} cannot be killed; the sandbox kills it in its own way.", directory, e);
      }
    }
  }

  @Override
  public Optional<Boolean> isGone() {
    try {
      for (Path directory : killable()) {
        if (!GroupTree.isEmpty(directory)) {
          return Optional.of(false);
        }
      }
      return Optional.of(true);
    } catch (IOException e) {
      log.warn("{} cannot be read; its processes count as alive.", group, e);
      return Optional.of(false);
    }
  }

  /** All groups of a job hold the same processes. */
  private List<Path> killable() {
    return group.directories().subList(0, 1);
  }

  @Override
  public synchronized ResourceUse close(ResourceUse seen) {
    closed = true;
    try {
      Long cpu = group.cpuMicros();
      Long peak = peak();
      return new ResourceUse(
          cpu == null ? seen.cpuMillis() : Long.valueOf(cpu / MICROS_PER_MILLI),
          peak == null ? seen.peakMemoryBytes() : peak,
          group.refusedForks() > 0 || seen.processLimitReached());
    } catch (IOException e) {
      log.warn("{} cannot be read; the run's figures are what the sandbox saw.", group, e);
      return seen;
    } finally {
      watcher.soon(new GroupRemoval(group.directories()));
    }
  }

  private @Nullable Long peak() throws IOException {
    Long peak = group.peakMemoryBytes();
    return peak == null && sampledPeak > 0 ? Long.valueOf(sampledPeak) : peak;
  }

  @Override
  public String toString() {
    return group.toString();
  }
}
