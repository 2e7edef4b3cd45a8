package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Brings the rows of one run together again, by what they prove. */
@Component
class RowRepair {
  private static final Logger log = LoggerFactory.getLogger(RowRepair.class);

  private final RunLocksRepository locks;
  private final RunAttemptsRepository attempts;
  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final AttemptEnds ends;
  private final AttemptClosing closing;

  RowRepair(
      RunLocksRepository locks,
      RunAttemptsRepository attempts,
      RunTransitionsRepository transitions,
      RunEnds runEnds,
      AttemptEnds ends,
      AttemptClosing closing) {
    this.locks = locks;
    this.attempts = attempts;
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.ends = ends;
    this.closing = closing;
  }

  /** Does what the rows call for under the locks; nothing when they agree by now. */
  @Transactional
  public void repair(UUID runId) {
    if (!locks.lockScriptOf(runId)) {
      return;
    }
    LockedRun run = locks.lock(runId).orElseThrow();
    if (run.status() == RunStatus.RUNNING || run.status() == RunStatus.CANCELLING) {
      held(run);
    }
    attempts.fence(run).forEach(number -> fenced(run, number));
  }

  private void held(LockedRun run) {
    if (run.attempt() == 0) {
      neverClaimed(run);
      return;
    }
    Optional<AttemptRow> row = attempts.lock(run.id(), run.attempt());
    if (row.isPresent() && row.get().ended() && row.get().decision() != null) {
      moveOn(run, row.get().storedDecision());
    } else if (row.isEmpty() || row.get().ended()) {
      log.warn(
          "Run {} is {} and nothing proves that attempt {} lives or how it ended: it counts as lost",
          run.id(),
          run.status().wire(),
          run.attempt());
      var unused = closing.lose(run, attempts.unproven(run));
    }
  }

  private void neverClaimed(LockedRun run) {
    log.warn("Run {} is {} without an attempt: none was made", run.id(), run.status().wire());
    if (run.status() == RunStatus.CANCELLING) {
      runEnds.end(run, RunStatus.CANCELLED, Ending.unseen(EndReason.CANCELLED, null));
    } else {
      transitions.awaitNextAttempt(run, Duration.ZERO);
    }
  }

  private void moveOn(LockedRun run, Decision decision) {
    log.warn(
        "Attempt {} of run {} has ended with the decision {}, but the run is {}: it moves on now",
        run.attempt(),
        run.id(),
        decision.kind(),
        run.status().wire());
    ends.followAgain(run, attempts.endOf(run.id(), run.attempt()), decision);
  }

  private static void fenced(LockedRun run, int attempt) {
    log.warn(
        "Attempt {} of run {} was live although the run is {} in attempt {}: its worker is refused from"
            + " now on and stops it",
        attempt,
        run.id(),
        run.status().wire(),
        run.attempt());
  }
}
