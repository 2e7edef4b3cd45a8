package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.schedule.SlotRoundsRepository.Window;
import com.blueplm.runner.api.schedule.SlotWorkflows.SchedulePosition;
import com.blueplm.runner.api.slot.OpenSlot;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.api.slot.SpecPeriod;
import com.blueplm.runner.api.slot.Specs;
import com.blueplm.runner.contract.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Decides when Temporal will certainly not start a slot any more that it has not started yet. */
@Component
class SlotPatience {
  /** A Schedule follows a change of its script within so long, unless that is marked. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Duration SLACK = Duration.ofSeconds(60);
  private static final Duration LATE = Duration.ofSeconds(3);

  private final SlotRoundsRepository repository;
  private final Specs specs;
  private final Pauses pauses;

  SlotPatience(SlotRoundsRepository repository, Specs specs, Pauses pauses) {
    this.repository = repository;
    this.specs = specs;
    this.pauses = pauses;
  }

  /**
   * Why the slot is missed; empty while it may still start.
   *
   * @param position where the Schedule stands; empty when Temporal has none
   */
  Optional<EndReason> verdict(OpenSlot slot, Optional<SchedulePosition> position, Instant now) {
    Window window = repository.windowOf(slot.orgId(), slot.scriptId());
    Duration jitter = Duration.ofSeconds(window.jitterSeconds());
    if (!window.synced() || now.isBefore(slot.slotAt().plus(jitter).plus(LATE))) {
      return Optional.empty();
    }
    if (position.isEmpty()) {
      return isChanged(slot) ? Optional.of(EndReason.SCHEDULE_CHANGED) : Optional.empty();
    }
    SchedulePosition schedule = position.get();
    if (schedule.buffered() > 0) {
      return Optional.empty();
    }
    boolean passed = schedule.nextActionAt().isAfter(slot.slotAt());
    boolean changed = isChanged(slot);
    if (changed && (passed || schedule.paused())) {
      return Optional.of(EndReason.SCHEDULE_CHANGED);
    }
    if (schedule.changedAt().isAfter(slot.slotAt())) {
      // A Schedule that we did not ask for anew was lost with Temporal's database.
      boolean lost = schedule.madeAnew() && !changed && !isNew(slot);
      return Optional.of(lost ? EndReason.OUTAGE : EndReason.SCHEDULE_CHANGED);
    }
    Duration patience = Duration.ofSeconds(window.catchupSeconds()).plus(SLACK).plus(jitter);
    return passed && now.isAfter(slot.slotAt().plus(patience))
        ? Optional.of(EndReason.OUTAGE)
        : Optional.empty();
  }

  /** Whether its schedule had begun just before it. */
  private boolean isNew(OpenSlot slot) {
    return specs
        .covering(slot.orgId(), slot.scriptId(), slot.slotAt())
        .filter(period -> slot.slotAt().isBefore(period.validFrom().plus(FRESH)))
        .isPresent();
  }

  /**
   * Whether its schedule was ended after it, or a pause began after it or ended shortly before, so
   * that Temporal may have resumed too late for it.
   */
  private boolean isChanged(OpenSlot slot) {
    Optional<SpecPeriod> period = specs.covering(slot.orgId(), slot.scriptId(), slot.slotAt());
    return period.isEmpty()
        || period.get().validTo() != null
        || pauses.heldSince(slot.orgId(), slot.scriptId(), slot.slotAt().minus(FRESH));
  }
}
