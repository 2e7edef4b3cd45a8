package com.blueplm.runner.api.run;

import com.blueplm.runner.api.output.Tails;
import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as people and programs read it; the wire contract names each member.
 *
 * @param id the run
 * @param scriptId its script
 * @param scriptName the script's name as it is now
 * @param revision the revision's number; null when unsaved code was run
 * @param unsaved whether unsaved code was run
 * @param triggerType what asked for it
 * @param triggeredBy who asked for it; null when nobody did
 * @param status where it stands
 * @param endReason why it ended; null until then
 * @param blockedBy the run that was in its way; null unless skipped
 * @param slotAt the nominal slot; null unless scheduled
 * @param createdAt when it was accepted
 * @param startedAt when its first attempt was claimed
 * @param completedAt when it ended
 * @param durationMs from the first claim to the end
 * @param exitCode the exit code of its last attempt
 * @param signal the signal that ended its last attempt
 * @param attempt the newest attempt; 0 before the first
 * @param attempts every attempt, oldest first
 * @param nextAttemptAt when the next attempt is due; null unless it waits for one
 * @param output the last 64 KiB of standard output; null (absent) without tails
 * @param error the last 64 KiB of standard error; null (absent) without tails
 * @param outputBytes all bytes of standard output
 * @param errorBytes all bytes of standard error
 * @param outputLines the lines of both streams and all attempts
 * @param isolationLevel how the script was kept apart
 * @param cpuMs CPU time of the process tree
 * @param peakMemoryBytes peak memory of the process tree
 * @param treeConfirmed whether the process tree was seen empty at the end
 * @param parameters the effective parameters
 * @param result the script's result
 * @param progress how far the script says it is
 * @param checkpointAt when its script last told where the next attempt may go on; null without
 * @param rerunOf the run that it repeats
 * @param cancelRequestedAt when a cancel was asked for
 * @param workflowId the Temporal workflow
 * @param temporalUrl a link to it; null when there is no UI or it is not for this reader
 * @param statusVersion grows with each visible change
 */
public record RunView(
    UUID id,
    UUID scriptId,
    String scriptName,
    @Nullable Integer revision,
    boolean unsaved,
    TriggerType triggerType,
    @Nullable Person triggeredBy,
    RunStatus status,
    @Nullable EndReason endReason,
    @Nullable UUID blockedBy,
    @Nullable Instant slotAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Long durationMs,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    int attempt,
    List<AttemptView> attempts,
    @Nullable Instant nextAttemptAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String output,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error,
    long outputBytes,
    long errorBytes,
    long outputLines,
    @Nullable IsolationLevel isolationLevel,
    @Nullable Long cpuMs,
    @Nullable Long peakMemoryBytes,
    @Nullable Boolean treeConfirmed,
    JsonNode parameters,
    @Nullable JsonNode result,
    @Nullable JsonNode progress,
    @Nullable Instant checkpointAt,
    @Nullable UUID rerunOf,
    @Nullable Instant cancelRequestedAt,
    String workflowId,
    @Nullable String temporalUrl,
    @JsonIgnore int statusVersion) {

  /** The same run with what it has printed so far. */
  RunView withTails(Tails tails) {
    return new RunView(
        id,
        scriptId,
        scriptName,
        revision,
        unsaved,
        triggerType,
        triggeredBy,
        status,
        endReason,
        blockedBy,
        slotAt,
        createdAt,
        startedAt,
        completedAt,
        durationMs,
        exitCode,
        signal,
        attempt,
        attempts,
        nextAttemptAt,
        tails.output(),
        tails.error(),
        tails.outputBytes(),
        tails.errorBytes(),
        tails.lines(),
        isolationLevel,
        cpuMs,
        peakMemoryBytes,
        treeConfirmed,
        parameters,
        result,
        progress,
        checkpointAt,
        rerunOf,
        cancelRequestedAt,
        workflowId,
        temporalUrl,
        statusVersion);
  }

  /** Whoever asked for a run. */
  public record Person(UUID id, String email) {}

  /**
   * One try of a run.
   *
   * @param attempt its number, from 1
   * @param worker the worker's name, or its id once the worker is forgotten
   * @param claimedAt when it was claimed
   * @param endedAt when it ended; null while it lives
   * @param outcome how it ended; null while it lives
   */
  public record AttemptView(
      int attempt,
      @Nullable String worker,
      @Nullable Instant claimedAt,
      @Nullable Instant endedAt,
      @Nullable AttemptOutcome outcome) {}
}
