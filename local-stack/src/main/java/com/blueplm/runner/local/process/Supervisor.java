package com.blueplm.runner.local.process;

import com.blueplm.runner.local.console.Progress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Keeps the parts running and stops them in order. */
public final class Supervisor {
  private final ProcessSpawner spawner;
  private final PidFile pids;
  private final Progress progress;
  private final Clock clock;
  private final CountDownLatch hurry = new CountDownLatch(1);
  private final Map<String, SupervisedPart> parts = new HashMap<>();

  public Supervisor(ProcessSpawner spawner, PidFile pids, Progress progress, Clock clock) {
    this.spawner = spawner;
    this.pids = pids;
    this.progress = progress;
    this.clock = clock;
  }

  /** Starts a part; the command is asked for again before each restart. */
  public SupervisedPart start(String name, Supplier<ChildCommand> command, StopRule stopRule)
      throws InterruptedException {
    SupervisedPart part = new SupervisedPart(name, command, stopRule, this);
    synchronized (parts) {
      parts.put(name, part);
    }
    part.start();
    return part;
  }

  /**
   * Stops the named parts at the same time and waits until all have ended; unknown names are
   * ignored.
   */
  public void stop(List<String> names) throws InterruptedException {
    List<Thread> stops = new ArrayList<>();
    for (SupervisedPart part : named(names)) {
      stops.add(Thread.ofVirtual().name("stop-" + part.name()).start(() -> stop(part)));
    }
    for (Thread stop : stops) {
      stop.join();
    }
  }

  /** Takes the grace from everything that is being stopped or will be. */
  public void hurry() {
    hurry.countDown();
  }

  private List<SupervisedPart> named(List<String> names) {
    synchronized (parts) {
      return names.stream().filter(parts::containsKey).map(parts::get).toList();
    }
  }

  private void stop(SupervisedPart part) {
    try {
      part.stop(hurry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  ProcessSpawner spawner() {
    return spawner;
  }

  PidFile pids() {
    return pids;
  }

  Progress progress() {
    return progress;
  }

  Clock clock() {
    return clock;
  }
}
