package com.blueplm.runner.api.slot;

import java.time.Instant;

/** What Temporal says about when a schedule is due. */
public interface DueSlots {

  /**
   * Whether a schedule is due at a moment; asks Temporal where that is not known yet.
   *
   * @throws RuntimeException when Temporal has to be asked and does not answer
   */
  boolean isDue(String cron, String timezone, Instant moment);

  /** Whether Temporal has said already that the schedule is not due at a moment. */
  boolean isKnownNotDue(String cron, String timezone, Instant moment);
}
