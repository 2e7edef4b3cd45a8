package com.blueplm.runner.contract.gateway;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. Sent after all of its output was delivered; the same finish may be sent
 * again and gets the stored decision.
 *
 * @param outcome the outcome
 * @param endReason why it ended
 * @param exitCode the exit code; null when killed
 * @param signal the signal's number; null unless killed by one
 * @param drained whether the worker's drain ended it
 * @param startedAt when the process started
 * @param endedAt when its tree was gone
 * @param treeConfirmed whether the process tree was seen empty
 * @param cpuMs CPU time of the tree in milliseconds; null when not measured
 * @param peakMemoryBytes peak memory; null when not measured
 * @param stdoutBytes masked bytes of standard output
 * @param stderrBytes masked bytes of standard error
 * @param result the value that the script gave as its result, as JSON text; null without one
 */
public record FinishRequest(
    AttemptOutcome outcome,
    EndReason endReason,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    boolean drained,
    Instant startedAt,
    Instant endedAt,
    boolean treeConfirmed,
    @Nullable Long cpuMs,
    @Nullable Long peakMemoryBytes,
    long stdoutBytes,
    long stderrBytes,
    @Nullable String result) {}
