package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.JobResources;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
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
  private @Nullable ResourceUse use;
  private volatile boolean firstHasEnded;
  private volatile boolean seenEmpty;

  GroupedJob(JobGroup group, Watcher watcher) {
    this.group = group;
    this.watcher = watcher;
  }

  @Override
  public List<Path> joinFiles() {
    return group.joinFiles();
  }

  @Override
  public OptionalLong addressSpaceBytes() {
    return OptionalLong.empty();
  }

  @Override
  public boolean limitsProcesses() {
    return true;
  }

  @Override
  public void started(ProcessHandle first) {
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
      return use == null && !memoryLimitReached.isDone();
    }
  }

  @Override
  public void ended() {
    firstHasEnded = true;
    look();
  }

  private synchronized void look() {
    if (use != null || memoryLimitReached.isDone()) {
      return;
    }
    try {
      if (group.memoryKills() > 0) {
        memoryLimitReached.complete(null);
      } else if (group.peakMemoryBytes() == null) {
        sampledPeak = Math.max(sampledPeak, group.memoryBytes());
      }
    } catch (IOException e) {
      log.warn("{} cannot be read; its job goes on under the kernel's limits.", group, e);
    }
  }

  /** A tree that is held back by a quota dies slowly: seconds, where many processes want memory. */
  @Override
  public void beforeKill() {
    if (isEmpty()) {
      return;
    }
    try {
      group.liftCpuLimit();
    } catch (IOException e) {
      log.info("The CPU limit of {} stays, its end may take seconds.", group, e);
    }
  }

  @Override
  public void kill() {
    if (isEmpty()) {
      return;
    }
    try {
      GroupTree.kill(members());
    } catch (IOException e) {
      log.warn("{} cannot be killed; the sandbox kills in its own way.", group, e);
    }
  }

  @Override
  public boolean isEmpty() {
    if (seenEmpty) {
      return true;
    }
    try {
      boolean empty = GroupTree.isEmpty(members());
      // Before the first process has ended, it may still be on its way in.
      seenEmpty = empty && firstHasEnded;
      return empty;
    } catch (IOException e) {
      log.warn("{} cannot be read; its processes count as alive.", group, e);
      return false;
    }
  }

  /** One of the groups: all of a job's hold the same processes. */
  private Path members() {
    return group.directories().getFirst();
  }

  @Override
  public synchronized ResourceUse close(ResourceUse seen) {
    if (use == null) {
      use = measure(seen);
      watcher.soon(new GroupRemoval(group.directories()));
    }
    return use;
  }

  private ResourceUse measure(ResourceUse seen) {
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
