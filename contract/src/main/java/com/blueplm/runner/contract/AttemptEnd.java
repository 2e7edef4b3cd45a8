package com.blueplm.runner.contract;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, as far as the decision about the next one needs it.
 *
 * @param outcome the outcome of the attempt
 * @param endReason why it ended
 * @param exitCode the script's exit code; null when it was killed or lost
 * @param drained whether a draining worker ended it, which is not counted as a loss
 */
public record AttemptEnd(
    AttemptOutcome outcome, EndReason endReason, @Nullable Integer exitCode, boolean drained) {}
