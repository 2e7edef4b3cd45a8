package com.blueplm.runner.acceptance.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One planned disturbance.
 *
 * @param number from 1
 * @param at when it begins, counted from the beginning of the campaign
 * @param kind what is done
 * @param target a part, or a line
 * @param time how long it lasts; zero for what has no length
 */
record Fault(int number, Duration at, Kind kind, String target, Duration time) {
  /** What is done to a part or to a line. */
  enum Kind {
    /** {@code kill -9}; the launcher starts the part again. */
    KILL,
    /** SIGSTOP, and SIGCONT after a while. */
    STOP,
    /** An orderly stop; the launcher starts the part again. */
    RESTART,
    /** The line's connections are reset, old and new. */
    CUT,
    /** The line's connections stay and carry nothing. */
    FREEZE,
    /** The line carries little, and late. */
    SLOW;

    boolean hasLength() {
      return this != KILL && this != RESTART;
    }
  }

  Duration end() {
    return at.plus(time);
  }

  @Override
  public String toString() {
    String length =
        kind.hasLength() ? String.format(Locale.ROOT, " for %.1f s", seconds(time)) : "";
    return String.format(
        Locale.ROOT, "#%-3d +%6.1f s  %-7s %s%s", number, seconds(at), kind, target, length);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
