package com.blueplm.runner.worker.attempt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets running scripts end within the drain time, then ends them as lost to a drain. Scripts whose
 * loss would wait for a person, or end their run, are left to their own timeout, or to the drain
 * limit where the operator set one.
 */
public final class Drain {

  private static final Logger log = LoggerFactory.getLogger(Drain.class);
  private static final long POLL_NANOS = 10_000_000;

  private final LiveAttempts attempts;
  private final Duration drainTime;
  private final Optional<Duration> drainLimit;

  /**
   * A drain that has not begun.
   *
   * @param drainTime how long scripts that are replaced by themselves may go on
   * @param drainLimit how long the others may; empty to wait until their timeout
   */
  public Drain(LiveAttempts attempts, Duration drainTime, Optional<Duration> drainLimit) {
    this.attempts = attempts;
    this.drainTime = drainTime;
    this.drainLimit = drainLimit;
  }

  /** From now on no new work is taken. */
  public void begin() {
    attempts.startDraining();
  }

  /** Returns when no attempt lives, or when what is left must wait on disk for the next start. */
  public void await() {
    if (!attempts.isEmpty()) {
      announce();
    }
    long begin = System.nanoTime();
    while (!attempts.isEmpty()) {
      Duration passed = Duration.ofNanos(System.nanoTime() - begin);
      if (passed.compareTo(drainTime) >= 0) {
        attempts.refuseClaims();
        attempts.stopAll(StopCause.DRAINED, LiveAttempt::isReplaceable);
        if (attempts.isOverdue()) {
          break;
        }
      }
      if (drainLimit.isPresent() && passed.compareTo(drainLimit.get()) >= 0) {
        attempts.stopAll(StopCause.DRAINED, live -> true);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    if (!attempts.isEmpty()) {
      log.warn(
          "Ends of {} could not be delivered; the next start from the same runner.home delivers"
              + " them.",
          attempts.describe());
    }
  }

  private void announce() {
    long irreplaceable = attempts.countIrreplaceable();
    log.info("Draining: running scripts have {} to end.", drainTime);
    if (irreplaceable > 0) {
      log.info(
          "{} of them must not be lost (on_worker_loss is hold or fail) and may go on {}.",
          irreplaceable,
          drainLimit
              .map(limit -> "for " + limit + " (runner.drain-limit)")
              .orElse("until their timeout; runner.drain-limit would end them earlier"));
    }
  }
}
