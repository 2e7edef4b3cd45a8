package com.blueplm.runner.api.slot;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a slot did not run: as a word and as a sentence. */
final class SlotWords {
  private static final Duration SLACK = Duration.ofSeconds(60);

  private SlotWords() {}

  static SlotView view(SlotRow slot, List<Outage> outages) {
    return new SlotView(
        slot.slotAt(),
        slot.outcome(),
        reason(slot),
        detail(slot, outages),
        slot.runId(),
        slot.blockedBy(),
        slot.outcome() == SlotOutcome.PAUSED ? slot.pausedBy() : null);
  }

  private static @Nullable String reason(SlotRow slot) {
    return switch (slot.outcome()) {
      case RAN, PENDING -> null;
      case SKIPPED, MISSED, CANCELLED -> slot.endReason();
      case PAUSED ->
          slot.pauseKind() == null || slot.pauseKind() == PauseKind.PAUSE
              ? slot.pauseReason()
              : slot.pauseKind().wire();
    };
  }

  private static @Nullable String detail(SlotRow slot, List<Outage> outages) {
    return switch (slot.outcome()) {
      case RAN -> null;
      case PENDING -> pending(slot);
      case SKIPPED -> skipped(slot);
      case MISSED -> missed(slot, outages);
      case PAUSED -> paused(slot);
      case CANCELLED ->
          "terminated_in_temporal".equals(slot.endReason())
              ? "Its workflow was ended in Temporal before a worker had its run."
              : "Its run was cancelled before a worker had it.";
    };
  }

  private static String pending(SlotRow slot) {
    if (slot.runId() == null) {
      return "Temporal has not started it yet.";
    }
    return "queued".equals(slot.runStatus())
        ? "Its run waits for another run of this script."
        : "Its run waits for a worker.";
  }

  private static String skipped(SlotRow slot) {
    String blocker =
        slot.blockedBy() == null
            ? "another run of this script"
            : "run "
                + slot.blockedBy()
                + (slot.blockerStatus() == null
                    ? ", which was removed since,"
                    : ", now " + slot.blockerStatus() + ",");
    return "queue_full".equals(slot.endReason())
        ? "Too many runs of this script were waiting; " + blocker + " was the first of them."
        : "When it was due " + blocker + " was in the way.";
  }

  private static String missed(SlotRow slot, List<Outage> outages) {
    if ("schedule_changed".equals(slot.endReason())) {
      return "The schedule was changed or paused before Temporal had started it.";
    }
    Duration window =
        Duration.ofSeconds(slot.catchupSeconds() == null ? 0 : slot.catchupSeconds()).plus(SLACK);
    String away =
        outages.stream()
            .filter(outage -> outage.explains(slot.slotAt(), window))
            .map(Outage::words)
            .collect(Collectors.joining("; "));
    String late = "It could not start within its window of " + window.toSeconds() + " s";
    return away.isEmpty()
        ? "Temporal did not start it within its window of " + window.toSeconds() + " s."
        : late + ": " + away + ".";
  }

  private static String paused(SlotRow slot) {
    String from = slot.pausedAt() == null ? "" : " at " + Words.time(slot.pausedAt());
    if (slot.pauseKind() == PauseKind.INACTIVE) {
      return "The script was made inactive" + from + by(slot) + ".";
    }
    if (slot.pauseKind() == PauseKind.DELETED) {
      return "The script was deleted" + from + by(slot) + ".";
    }
    String who =
        slot.pauseSource() == PauseSource.FAILURES
            ? " after too many failures in a row"
            : slot.pauseSource() == PauseSource.TEMPORAL ? " in Temporal's UI" : by(slot);
    return "The schedule was paused" + from + who + ": " + slot.pauseReason();
  }

  private static String by(SlotRow slot) {
    return slot.pausedBy() == null ? "" : ", by " + slot.pausedBy();
  }
}
