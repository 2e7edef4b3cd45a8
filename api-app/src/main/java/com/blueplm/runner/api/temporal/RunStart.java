package com.blueplm.runner.api.temporal;

import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.TriggerType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run whose workflow is to be started.
 *
 * @param runId the run
 * @param scriptId its script
 * @param workflowId the workflow's id
 * @param scriptName for the summary in Temporal's UI
 * @param trigger for the summary in Temporal's UI
 * @param attempt the attempt to begin with, from 1
 * @param state the state to begin in
 * @param nextAttemptAt when the attempt is due; null means now
 */
public record RunStart(
    UUID runId,
    UUID scriptId,
    String workflowId,
    String scriptName,
    TriggerType trigger,
    int attempt,
    RunScriptInput.Start state,
    @Nullable Instant nextAttemptAt) {

  RunScriptInput input() {
    return new RunScriptInput(scriptId, runId, attempt, state, nextAttemptAt);
  }
}
