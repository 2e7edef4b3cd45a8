package com.blueplm.runner.worker.sandbox.cgroup;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that looks at all jobs at short intervals, and rests while there is none. */
final class Watcher implements AutoCloseable {

  /** How often each task is called. */
  static final Duration INTERVAL = Duration.ofMillis(50);

  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  /** Something to look at again and again. */
  interface Task {
    /** Looks; returns whether to look again. */
    boolean again();
  }

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("resource-watcher").factory());
  private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
  private boolean ticking;

  /** Calls the task after each interval until it wants no more. */
  synchronized void watch(Task task) {
    tasks.add(task);
    if (!ticking && !thread.isShutdown()) {
      tickLater();
    }
  }

  /** Calls the task at once, but not on this thread, then as {@link #watch}. */
  void soon(Task task) {
    if (!thread.isShutdown()) {
      thread.execute(
          () -> {
            if (calls(task)) {
              watch(task);
            }
          });
    }
  }

  private void tick() {
    tasks.removeIf(task -> !calls(task));
    synchronized (this) {
      ticking = false;
      if (!tasks.isEmpty() && !thread.isShutdown()) {
        tickLater();
      }
    }
  }

  private void tickLater() {
    ticking = true;
    var unused = thread.schedule(this::tick, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean calls(Task task) {
    try {
      return task.again();
    } catch (RuntimeException e) {
      log.error("{} cannot be watched any more; the others go on.", task, e);
      return false;
    }
  }

  /** Does what was asked for at once, and no more. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        log.warn("Groups of jobs may be left; the next worker with this home removes them.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
