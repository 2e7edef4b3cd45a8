package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Creates the run of a trigger: the overlap decision, the row and, after the commit, the start. */
@Component
class TriggeredRuns {
  private final OpenRunsRepository openRuns;
  private final RunTransitionsRepository transitions;
  private final RunCancel cancel;
  private final RunStarter starter;
  private final RunSignals signals;
  private final Clock clock;

  TriggeredRuns(
      OpenRunsRepository openRuns,
      RunTransitionsRepository transitions,
      RunCancel cancel,
      RunStarter starter,
      RunSignals signals,
      Clock clock) {
    this.openRuns = openRuns;
    this.transitions = transitions;
    this.cancel = cancel;
    this.starter = starter;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * Creates a run in the caller's transaction, which holds the script's lock.
   *
   * @throws ProblemException when the script is inactive or another run is in the way
   */
  UUID create(RunnableScript script, Trigger trigger) {
    if (!script.active()) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "The script is inactive: set is_active to true to run it");
    }
    OverlapDecision overlap = decide(script, trigger);
    overlap.cancels().forEach(open -> cancel.cancelUnderScriptLock(open, trigger.by()));
    boolean queued = overlap.kind() == OverlapDecision.Kind.QUEUE;
    NewRun run = newRun(script, trigger, queued);
    if (!transitions.insert(run)) {
      throw new IllegalStateException("run " + run.id() + " was made twice");
    }
    starter.startAfterCommit(
        new RunStart(
            run.id(),
            script.id(),
            run.workflowId(),
            script.name(),
            trigger.type(),
            1,
            queued ? RunScriptInput.Start.QUEUED : RunScriptInput.Start.GO,
            null));
    signals.changed(run.id());
    return run.id();
  }

  private OverlapDecision decide(RunnableScript script, Trigger trigger) {
    OverlapPolicy policy =
        trigger.policy() == null ? script.settings().overlapPolicy() : trigger.policy();
    OverlapDecision overlap =
        policy == OverlapPolicy.ALLOW
            ? OverlapDecision.go()
            : OverlapDecision.decide(
                policy, clock.instant(), openRuns.ofScript(script.orgId(), script.id()));
    return switch (overlap.kind()) {
      case GO, QUEUE -> overlap;
      case SKIP ->
          throw ProblemException.of(
              ErrorCode.RUN_IN_PROGRESS,
              "Run %s of this script has not ended; wait for it, cancel it, or ask for on_overlap queue or allow"
                  .formatted(overlap.blocker()),
              Map.of("run_id", String.valueOf(overlap.blocker())));
      case QUEUE_FULL ->
          throw ProblemException.of(
              ErrorCode.CONFLICT,
              "%d runs of this script are waiting already; try again when some have ended"
                  .formatted(OverlapDecision.MAX_WAITING));
    };
  }

  private static NewRun newRun(RunnableScript script, Trigger trigger, boolean queued) {
    UUID id = UUID.randomUUID();
    return new NewRun(
        id,
        script.orgId(),
        script.id(),
        trigger.revisionId(),
        trigger.type(),
        trigger.by(),
        queued ? RunStatus.QUEUED : RunStatus.PENDING,
        null,
        null,
        null,
        WorkflowIds.ofRun(id),
        false,
        false,
        script.settings(),
        trigger.parameters(),
        trigger.payload(),
        trigger.rerunOf());
  }
}
