package com.blueplm.runner.api.script;

import com.blueplm.runner.contract.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest due slot of a script, when nothing came of it although it was due a minute ago.
 *
 * @param slotAt its nominal time
 * @param outcome {@code missed}, or {@code pending} when no worker has taken it yet
 * @param reason why it was missed ({@code outage}, {@code schedule_changed}); of a pending one
 *     where it waits: {@code not_started} (Temporal has not started it), {@code unclaimed} (for a
 *     worker), {@code queued} (for its turn)
 */
public record DidNotRun(Instant slotAt, String outcome, String reason) {

  /**
   * Judges the newest slot.
   *
   * @param paused whether the slot lies in a pause
   * @param status where its run stands; null without a run
   * @param endReason why the run ended; null while it has not
   * @param claimed whether a worker ever took the run
   */
  static @Nullable DidNotRun of(
      Instant slotAt,
      boolean paused,
      @Nullable RunStatus status,
      @Nullable String endReason,
      boolean claimed) {
    if (status == null) {
      return paused ? null : new DidNotRun(slotAt, "pending", "not_started");
    }
    return switch (status) {
      case MISSED -> new DidNotRun(slotAt, "missed", endReason == null ? "outage" : endReason);
      case PENDING -> claimed ? null : new DidNotRun(slotAt, "pending", "unclaimed");
      case QUEUED -> claimed ? null : new DidNotRun(slotAt, "pending", "queued");
      default -> null;
    };
  }
}
