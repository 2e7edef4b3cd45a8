package com.blueplm.runner.api.run;

import com.blueplm.runner.api.slot.DueSlots;
import com.blueplm.runner.api.slot.Slots;
import com.blueplm.runner.api.slot.SpecPeriod;
import com.blueplm.runner.api.slot.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Whether a slot that Temporal started belongs to the script's schedule. Temporal follows a change
 * only after its commit, so it may start a slot of the schedule before it.
 */
@Component
class SlotMembership {
  /** A Schedule follows a change within milliseconds, or its change was refused. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Slots slots;
  private final Specs specs;
  private final DueSlots due;

  SlotMembership(Slots slots, Specs specs, DueSlots due) {
    this.slots = slots;
    this.specs = specs;
    this.due = due;
  }

  /**
   * Temporal is asked only about the first minute after a change.
   *
   * @throws RuntimeException when Temporal has to be asked and does not answer; nothing is written
   */
  Answer of(UUID orgId, UUID scriptId, Instant slotAt) {
    if (slots.isKnown(orgId, scriptId, slotAt)) {
      return Answer.DUE;
    }
    Optional<SpecPeriod> period = specs.covering(orgId, scriptId, slotAt);
    if (period.isEmpty()) {
      return Answer.OF_ANOTHER_SCHEDULE;
    }
    SpecPeriod spec = period.get();
    if (slotAt.isBefore(spec.validFrom().plus(FRESH)) && specs.isChange(spec)) {
      return due.isDue(spec.cron(), spec.timezone(), slotAt)
          ? Answer.DUE
          : Answer.OF_ANOTHER_SCHEDULE;
    }
    return due.isKnownNotDue(spec.cron(), spec.timezone(), slotAt) ? Answer.BY_HAND : Answer.DUE;
  }

  /** What a start by Temporal's Schedule is. */
  enum Answer {
    /** A due slot. */
    DUE,
    /** Of a schedule that the script no longer has: it does not run. */
    OF_ANOTHER_SCHEDULE,
    /**
     * Started by somebody in Temporal's UI at a moment that is not due: it runs, and is no slot.
     */
    BY_HAND
  }
}
