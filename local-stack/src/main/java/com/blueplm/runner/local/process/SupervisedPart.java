package com.blueplm.runner.local.process;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One part of the stack: started, started again whenever it ends, until it is stopped. */
public final class SupervisedPart {
  private static final Duration FORCED_STOP = Duration.ofSeconds(3);

  private final String name;
  private final Supplier<ChildCommand> command;
  private final StopRule stopRule;
  private final Supervisor supervisor;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Backoff backoff = new Backoff();
  private @Nullable Process process;
  private Instant started = Instant.EPOCH;

  SupervisedPart(
      String name, Supplier<ChildCommand> command, StopRule stopRule, Supervisor supervisor) {
    this.name = name;
    this.command = command;
    this.stopRule = stopRule;
    this.supervisor = supervisor;
  }

  public String name() {
    return name;
  }

  /** The id of the process that runs now, or that ran last. */
  public synchronized long pid() {
    return process == null ? 0 : process.pid();
  }

  /** Tells whether the part keeps ending soon after its start. */
  public synchronized boolean keepsFailing() {
    return backoff.earlyEnds() >= 3;
  }

  /** Waits until the condition holds; fails with the end of the log when it does not in time. */
  public void awaitReady(Duration limit, Path log, BooleanSupplier ready)
      throws IOException, InterruptedException {
    boolean settled =
        Wait.until(limit, Duration.ofMillis(10), () -> ready.getAsBoolean() || keepsFailing());
    if (!settled || keepsFailing()) {
      throw new LauncherException(
          "%s does not start; the end of %s:%n%s"
              .formatted(name, log, String.join("\n", LogFile.tail(log, 12))));
    }
  }

  void start() throws InterruptedException {
    Process first = spawn();
    if (first != null) {
      Thread.ofVirtual().name("watch-" + name).start(() -> watch(first));
    }
  }

  private synchronized @Nullable Process spawn() throws InterruptedException {
    if (isStopping()) {
      return null;
    }
    Process spawned = supervisor.spawner().start(command.get());
    process = spawned;
    started = supervisor.clock().instant();
    supervisor.pids().put(name, spawned.pid());
    return spawned;
  }

  private void watch(Process first) {
    @Nullable Process watched = first;
    try {
      while (watched != null) {
        int code = watched.waitFor();
        watched = isStopping() ? null : startAgain("ended (" + describe(code) + ")");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Process startAgain(String what) throws InterruptedException {
    String happened = what;
    while (true) {
      Duration delay = nextDelay();
      supervisor.progress().say("%s %s; %s", name, happened, announce(delay));
      if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        return null;
      }
      try {
        return spawn();
      } catch (LauncherException e) {
        happened = "could not be started (" + e.getMessage() + ")";
      }
    }
  }

  private synchronized Duration nextDelay() {
    return backoff.after(Duration.between(started, supervisor.clock().instant()));
  }

  /**
   * Stops the part and waits for its end; a latch at zero means that there is no time for grace.
   */
  void stop(CountDownLatch hurry) throws InterruptedException {
    stopping.countDown();
    Process running = current();
    if (running == null) {
      return;
    }
    Clock clock = supervisor.clock();
    Instant deadline = clock.instant().plus(stopRule.grace());
    if (running.isAlive() && hurry.getCount() > 0) {
      Signals.send(running.toHandle(), stopRule.signal());
      while (running.isAlive() && hurry.getCount() > 0 && clock.instant().isBefore(deadline)) {
        if (running.waitFor(50, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    if (running.isAlive()) {
      force(running, hurry);
    }
    supervisor.pids().remove(name);
  }

  private void force(Process running, CountDownLatch hurry) throws InterruptedException {
    Progress progress = supervisor.progress();
    if (hurry.getCount() > 0) {
      progress.say("%s did not stop within %d s", name, stopRule.grace().toSeconds());
    }
    Signals.send(running.toHandle(), stopRule.urgentSignal());
    if (!running.waitFor(FORCED_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      Signals.send(running.toHandle(), "KILL");
      running.waitFor();
    }
  }

  private synchronized @Nullable Process current() {
    return process;
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private static String describe(int code) {
    return code > 128 ? "signal " + (code - 128) : "exit code " + code;
  }

  private static String announce(Duration delay) {
    return delay.isZero()
        ? "starting it again"
        : "starting it again in %.1f s".formatted(delay.toMillis() / 1000.0);
  }
}
