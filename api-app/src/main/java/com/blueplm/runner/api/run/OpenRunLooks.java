package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.api.temporal.WorkflowState;
import com.blueplm.runner.contract.RunStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at the workflow of every open run and settles what row and workflow disagree about (design
 * §5.12). Used by one round at a time.
 */
@Component
class OpenRunLooks {
  private static final Logger log = LoggerFactory.getLogger(OpenRunLooks.class);
  private static final int LOOKS_PER_ROUND = 100;

  private final ReconcilerRepository repository;
  private final RunWorkflows workflows;
  private final RunStarter starter;
  private final Disagreements disagreements;
  private final RepeatedMessages repeated;
  private final LookTimes times = new LookTimes();

  OpenRunLooks(
      ReconcilerRepository repository,
      RunWorkflows workflows,
      RunStarter starter,
      Disagreements disagreements,
      RepeatedMessages repeated) {
    this.repository = repository;
    this.workflows = workflows;
    this.starter = starter;
    this.disagreements = disagreements;
    this.repeated = repeated;
  }

  /** Looks at those whose look is due, as far as the round goes. */
  void look(Round round) {
    for (OpenLook run : times.due(repository.open(), LOOKS_PER_ROUND)) {
      if (!round.goesOn()) {
        return;
      }
      WorkflowState state = round.heard(workflows.describe(run.workflowId()));
      if (state != WorkflowState.UNAVAILABLE) {
        boolean again = times.again(run, state);
        Guarded.step(run.id(), () -> settle(run, state, again, round));
      }
    }
  }

  private void settle(OpenLook run, WorkflowState state, boolean again, Round round) {
    if (state.isClosed()) {
      disagreements.closed(run.id(), state);
    } else if (state == WorkflowState.UNKNOWN) {
      unknown(run, again, round);
    } else if (run.status() == RunStatus.CANCELLING) {
      repeated.cancel(run.id());
    } else if (run.status() == RunStatus.PENDING && state == WorkflowState.WAITING && again) {
      repeated.goOn(run.id());
    }
  }

  /** What stops a live script has to be seen twice. */
  private void unknown(OpenLook run, boolean again, Round round) {
    if (!run.isLive()) {
      repository.toStart(run.id()).ifPresent(start -> startAgain(start, round));
    } else if (again) {
      disagreements.historyLost(run.id());
    } else {
      times.soon(run);
    }
  }

  private void startAgain(RunStart start, Round round) {
    if (round.heard(starter.start(start)) == Delivery.ACCEPTED) {
      log.warn(
          "Temporal did not know workflow {} of open run {}. It was started again, with attempt {}, as {}",
          start.workflowId(),
          start.runId(),
          start.attempt(),
          start.state());
    }
  }
}
