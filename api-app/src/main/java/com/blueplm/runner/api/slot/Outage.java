package com.blueplm.runner.api.slot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a part of the installation was away.
 *
 * @param part {@code script_runner}, {@code temporal} or {@code workers}
 * @param beganAt from when
 * @param endedAt until when; null while it lasts
 */
record Outage(String part, Instant beganAt, @Nullable Instant endedAt) {

  /** Whether it kept a slot from starting in its window. */
  boolean explains(Instant slotAt, Duration window) {
    return beganAt.isBefore(slotAt.plus(window)) && (endedAt == null || endedAt.isAfter(slotAt));
  }

  String words() {
    String what =
        switch (part) {
          case "temporal" -> "Temporal was away";
          case "workers" -> "no worker was there";
          default -> "Script Runner was away";
        };
    return what
        + " from "
        + Words.time(beganAt)
        + (endedAt == null ? " on" : " to " + Words.time(endedAt));
  }
}
