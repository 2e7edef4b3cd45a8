package com.blueplm.runner.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The input of {@link RunScript}: ids, small numbers and states only.
 *
 * @param scriptId the script
 * @param runId the run; null when a Schedule starts the workflow, which then derives it from its
 *     slot
 * @param attempt the number of the first attempt to make, from 1
 * @param start the state to begin in; anything but {@link Start#GO} when a lost workflow is rebuilt
 *     or the run is queued
 * @param nextAttemptAt when the attempt is due; null means now
 */
public record RunScriptInput(
    UUID scriptId,
    @Nullable UUID runId,
    int attempt,
    Start start,
    @Nullable Instant nextAttemptAt) {

  /** The state in which the workflow begins. */
  public enum Start {
    /** Make the attempt. */
    GO,
    /** Wait for {@link RunScript#released()}. */
    QUEUED,
    /** Wait for {@link RunScript#decided(PersonsDecision)}. */
    HELD
  }

  /** A run that was triggered by a person, a webhook or a repetition. */
  public static RunScriptInput triggered(UUID scriptId, UUID runId, boolean queued) {
    return new RunScriptInput(scriptId, runId, 1, queued ? Start.QUEUED : Start.GO, null);
  }

  /** The input that a Schedule gives to each of its runs. */
  public static RunScriptInput scheduled(UUID scriptId) {
    return new RunScriptInput(scriptId, null, 1, Start.GO, null);
  }
}
