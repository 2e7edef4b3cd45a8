package com.blueplm.runner.local.process;

import java.time.Duration;
import java.util.List;

/**
 * Waiting times before a part is started again: none at first, longer while it keeps ending early.
 */
final class Backoff {
  private static final Duration HEALTHY = Duration.ofSeconds(15);
  private static final List<Duration> DELAYS =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4));

  private int early;

  /** Returns the delay after a life of the given length; a healthy life starts the row anew. */
  Duration after(Duration life) {
    if (life.compareTo(HEALTHY) >= 0) {
      early = 0;
    }
    Duration delay = DELAYS.get(Math.min(early, DELAYS.size() - 1));
    early++;
    return delay;
  }

  /** Returns how often in a row the part ended before it had lived healthily. */
  int earlyEnds() {
    return early;
  }
}
