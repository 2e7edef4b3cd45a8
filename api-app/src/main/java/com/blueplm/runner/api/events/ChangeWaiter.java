package com.blueplm.runner.api.events;

import com.blueplm.runner.api.signal.RunSignals;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for changes of one run; a change between two waits ends the second at once. */
final class ChangeWaiter implements AutoCloseable {
  private final Semaphore changes = new Semaphore(0);
  private final UUID runId;
  private final RunSignals.Subscription subscription;

  ChangeWaiter(RunSignals signals, UUID runId) {
    this.runId = runId;
    subscription =
        signals.subscribe(
            changed -> {
              if (changed.equals(runId)) {
                wake();
              }
            });
  }

  UUID runId() {
    return runId;
  }

  /** Waits for a change, no longer than this. */
  void await(Duration limit) throws InterruptedException {
    if (changes.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      changes.drainPermits();
    }
  }

  void wake() {
    changes.release();
  }

  @Override
  public void close() {
    subscription.close();
  }
}
