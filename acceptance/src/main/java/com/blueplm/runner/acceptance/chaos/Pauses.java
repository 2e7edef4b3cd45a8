package com.blueplm.runner.acceptance.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Waiting, which everything of a campaign does a lot. */
final class Pauses {
  private Pauses() {}

  static void of(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The campaign was interrupted", e);
    }
  }

  static void until(Clock clock, Instant moment) {
    of(Duration.between(clock.instant(), moment));
  }
}
