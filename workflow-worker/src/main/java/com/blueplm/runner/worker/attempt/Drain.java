package com.blueplm.runner.worker.attempt;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets running scripts end within the drain time, then ends them as lost to a drain. */
public final class Drain {

  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /** TERM, grace, KILL and delivery of what was stopped. */
  private static final Duration DELIVERY_TIME = StopCause.DRAINED.grace().plusSeconds(5);

  private static final long POLL_NANOS = 10_000_000;

  private final LiveAttempts attempts;
  private final Duration drainTime;

  public Drain(LiveAttempts attempts, Duration drainTime) {
    this.attempts = attempts;
    this.drainTime = drainTime;
  }

  /** From now on no new work is taken. */
  public void begin() {
    attempts.startDraining();
  }

  /** Returns when no attempt lives, or when what is left must wait on disk for the next start. */
  public void await() {
    if (!attempts.isEmpty()) {
      log.info("Draining: running scripts have {} to end.", drainTime);
    }
    if (awaitEmpty(drainTime)) {
      return;
    }
    attempts.stopAll(StopCause.DRAINED);
    if (!awaitEmpty(DELIVERY_TIME)) {
      log.warn(
          "Ends of {} could not be delivered; the next start from the same runner.home delivers"
              + " them.",
          attempts.describe());
    }
  }

  private boolean awaitEmpty(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!attempts.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return attempts.isEmpty();
  }
}
