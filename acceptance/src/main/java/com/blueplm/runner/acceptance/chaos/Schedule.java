package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The schedule of one script, as far as the campaign knows its life, and the ledger's answer.
 *
 * @param sentOn when it was asked for; no slot is due before
 * @param on when it was known to hold; slots are due from here
 * @param sentOff when its end was asked for; slots are due until here
 * @param off when its end was known; no slot is due after
 */
record Schedule(
    Kind kind,
    String scriptId,
    Instant sentOn,
    Instant on,
    Instant sentOff,
    Instant off,
    List<Slot> ledger) {
  /** One line of the ledger; the run is empty where there is none. */
  record Slot(Instant at, String outcome, String reason, String runId) {}

  /**
   * The slots that must be accounted for, reckoned without the product: multiples of the period.
   */
  List<Instant> due() {
    return between(on, sentOff);
  }

  /** Whether a slot may be accounted for: due for certain, or in the moments of a change. */
  boolean mayBeDue(Instant slot) {
    return slot.isAfter(sentOn)
        && !slot.isAfter(off)
        && slot.getNano() == 0
        && slot.getEpochSecond() % Kind.PERIOD_SECONDS == 0;
  }

  private static List<Instant> between(Instant after, Instant until) {
    long period = Kind.PERIOD_SECONDS;
    return LongStream.rangeClosed(
            Math.floorDiv(after.getEpochSecond(), period) + 1,
            Math.floorDiv(until.getEpochSecond(), period))
        .mapToObj(n -> Instant.ofEpochSecond(n * period))
        .toList();
  }
}
