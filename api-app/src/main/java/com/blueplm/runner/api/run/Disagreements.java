package com.blueplm.runner.api.run;

import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.api.temporal.WorkflowState;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Open runs without an open workflow. However the workflow was closed, nobody will make another
 * attempt: a run that no worker holds ends at once, one that a worker holds is stopped there first.
 *
 * <p>The workflow was described before the locks were taken. That is the safe order: a workflow
 * closes after its run has ended, so what the row shows under the lock is never older than that.
 */
@Component
class Disagreements {
  private static final Logger log = LoggerFactory.getLogger(Disagreements.class);

  private final RunLocksRepository locks;
  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final RunSignals signals;
  private final CommandSignals commands;

  Disagreements(
      RunLocksRepository locks,
      RunTransitionsRepository transitions,
      RunEnds runEnds,
      RunSignals signals,
      CommandSignals commands) {
    this.locks = locks;
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.signals = signals;
    this.commands = commands;
  }

  /** The workflow was closed in Temporal although its run is open. */
  @Transactional
  public void closed(UUID runId, WorkflowState state) {
    if (!locks.lockScriptOf(runId)) {
      return;
    }
    LockedRun run = locks.lock(runId).orElseThrow();
    switch (run.status()) {
      case PENDING, QUEUED, NEEDS_DECISION -> {
        runEnds.end(
            run, RunStatus.CANCELLED, Ending.unseen(EndReason.TERMINATED_IN_TEMPORAL, null));
        log.warn(
            "Workflow {} is {} in Temporal and run {} was still {}: the run is cancelled",
            run.workflowId(),
            state,
            runId,
            run.status().wire());
      }
      case RUNNING -> {
        stop(run, EndReason.TERMINATED_IN_TEMPORAL);
        log.warn(
            "Workflow {} is {} in Temporal while attempt {} of run {} runs: its worker is told to stop it",
            run.workflowId(),
            state,
            run.attempt(),
            runId);
      }
      default -> log.debug("Run {} is {} by now", runId, run.status());
    }
  }

  /** Temporal does not know the workflow of a run that a worker holds. */
  @Transactional
  public void historyLost(UUID runId) {
    if (!locks.lockScriptOf(runId)) {
      return;
    }
    LockedRun run = locks.lock(runId).orElseThrow();
    if (run.status() == RunStatus.RUNNING) {
      stop(run, EndReason.HISTORY_LOST);
      log.warn(
          "Temporal does not know workflow {} any more while attempt {} of run {} runs: its worker is"
              + " told to stop it, and the run ends as lost",
          run.workflowId(),
          run.attempt(),
          runId);
    }
  }

  private void stop(LockedRun run, EndReason reason) {
    transitions.requestStop(run, reason);
    signals.changed(run.id());
    commands.commanded(run.id());
  }
}
