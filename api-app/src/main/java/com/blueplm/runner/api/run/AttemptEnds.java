package com.blueplm.runner.api.run;

import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.AttemptEnd;
import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.AttemptPolicy;
import com.blueplm.runner.contract.AttemptPolicy.Counts;
import com.blueplm.runner.contract.AttemptPolicy.Verdict;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import org.springframework.stereotype.Component;

/**
 * The end of an attempt, told by its worker or judged by the ledger: one function decides, one
 * transaction writes, and is the fence (design §5.7). The caller holds the locks of script, run and
 * attempt.
 */
@Component
class AttemptEnds {
  private final RunAttemptsRepository attempts;
  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final RunSignals signals;

  AttemptEnds(
      RunAttemptsRepository attempts,
      RunTransitionsRepository transitions,
      RunEnds runEnds,
      RunSignals signals) {
    this.attempts = attempts;
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.signals = signals;
  }

  /**
   * Ends the attempt and moves the run on.
   *
   * @param closed whether the ledger ends it, and not its worker
   */
  Decision end(LockedRun run, AttemptRow attempt, AttemptEnd end, Ending ending, boolean closed) {
    Verdict verdict =
        AttemptPolicy.decide(
            run.settings().retry().toPolicy(),
            run.settings().onWorkerLoss(),
            including(end, attempts.counts(run.id())),
            run.status() == RunStatus.CANCELLING,
            end);
    attempts.end(run, attempt, end, verdict.decision(), closed);
    switch (verdict.next()) {
      case PENDING -> transitions.awaitNextAttempt(run, verdict.decision().after());
      case NEEDS_DECISION -> transitions.hold(run);
      default -> runEnds.end(run, verdict.next(), ending.because(reason(verdict.next(), end)));
    }
    signals.changed(run.id());
    return verdict.decision();
  }

  private static Counts including(AttemptEnd end, Counts before) {
    boolean failed =
        end.outcome() == AttemptOutcome.ERROR || end.outcome() == AttemptOutcome.TIMEOUT;
    boolean lost = end.outcome() == AttemptOutcome.WORKER_LOST && !end.drained();
    return new Counts(before.failures() + (failed ? 1 : 0), before.losses() + (lost ? 1 : 0));
  }

  private static EndReason reason(RunStatus next, AttemptEnd end) {
    return switch (next) {
      case CANCELLED -> EndReason.CANCELLED;
      case LOST -> EndReason.WORKER_LOST;
      default -> end.endReason();
    };
  }
}
