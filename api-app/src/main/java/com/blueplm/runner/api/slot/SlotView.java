package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A due slot and what became of it.
 *
 * @param slotAt its nominal time
 * @param outcome what became of it
 * @param reason why it did not run, as a word; for a pause of the schedule the reason that was
 *     given; null when it ran or waits
 * @param detail the same as a sentence that names the run in the way, the outage, or who paused
 * @param runId the run that counts for it; null when it has none
 * @param blockedBy the run that was in its way; null when none was
 * @param pausedBy the address of the person who paused; null when nobody did
 */
public record SlotView(
    Instant slotAt,
    SlotOutcome outcome,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable UUID runId,
    @Nullable UUID blockedBy,
    @Nullable String pausedBy) {}
