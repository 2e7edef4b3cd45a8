package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A slot as it lies in the database, with what explains it.
 *
 * @param slotAt its nominal time
 * @param outcome what became of it
 * @param runId the run that counts for it; null without one
 * @param runStatus that run's status; null without one
 * @param endReason why that run ended; null until it did
 * @param catchupSeconds how late that run might have started; null without one
 * @param blockedBy the run in its way; null when there was none
 * @param blockerStatus that run's status now
 * @param pauseKind what paused it; null when nothing did
 * @param pauseSource who or what began that pause
 * @param pauseReason why
 * @param pausedBy the address of the person who did
 * @param pausedAt since when
 */
record SlotRow(
    Instant slotAt,
    SlotOutcome outcome,
    @Nullable UUID runId,
    @Nullable String runStatus,
    @Nullable String endReason,
    @Nullable Integer catchupSeconds,
    @Nullable UUID blockedBy,
    @Nullable String blockerStatus,
    @Nullable PauseKind pauseKind,
    @Nullable PauseSource pauseSource,
    @Nullable String pauseReason,
    @Nullable String pausedBy,
    @Nullable Instant pausedAt) {}
