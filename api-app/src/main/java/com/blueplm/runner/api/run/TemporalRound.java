package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.RunStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What a round of the reconciler has to do with Temporal: starts what was accepted, sends what was
 * not delivered, looks at the workflows of open runs and of runs that have ended. It stops at the
 * first call without an answer.
 */
@Component
class TemporalRound {
  private static final Logger log = LoggerFactory.getLogger(TemporalRound.class);

  private final ReconcilerRepository repository;
  private final RunStarter starter;
  private final WorkflowMessages messages;
  private final OpenRunLooks openRuns;
  private final EndedRunLooks endedRuns;
  private boolean away;

  TemporalRound(
      ReconcilerRepository repository,
      RunStarter starter,
      WorkflowMessages messages,
      OpenRunLooks openRuns,
      EndedRunLooks endedRuns) {
    this.repository = repository;
    this.starter = starter;
    this.messages = messages;
    this.openRuns = openRuns;
    this.endedRuns = endedRuns;
  }

  /** One round at a time; false when Temporal does not answer. */
  boolean run() {
    Round round = new Round();
    startAccepted(round);
    messages.sendOpen(round);
    openRuns.look(round);
    endedRuns.look(round);
    tell(round);
    return !round.silent();
  }

  private void startAccepted(Round round) {
    for (RunStart start : repository.notStarted()) {
      if (!round.goesOn()) {
        return;
      }
      if (round.heard(starter.start(start)) == Delivery.ACCEPTED) {
        log.info(
            "Workflow {} of an accepted run was started by the reconciler", start.workflowId());
      }
    }
  }

  private void tell(Round round) {
    if (round.silent() && !away) {
      away = true;
      log.warn("Temporal does not answer; runs and workflows are compared as soon as it does");
    } else if (round.answered() && !round.silent() && away) {
      away = false;
      log.info("Temporal answers again");
    }
  }
}
