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
    follow(run, verdict.next(), verdict.decision(), end, ending);
    return verdict.decision();
  }

  /** Moves a run on whose attempt has ended with a decision that the run did not follow. */
  void followAgain(LockedRun run, AttemptEnd end, Decision decision) {
    follow(
        run,
        next(run, end, decision),
        decision,
        end,
        new Ending(end.endReason(), end.exitCode(), null, null, null, null, null));
  }

  private void follow(
      LockedRun run, RunStatus next, Decision decision, AttemptEnd end, Ending ending) {
    switch (next) {
      case PENDING -> transitions.awaitNextAttempt(run, decision.after());
      case NEEDS_DECISION -> transitions.hold(run);
      default -> {
        RunStatus last = stopped(run, next);
        runEnds.end(run, last, ending.because(reason(run, last, end)));
      }
    }
    signals.changed(run.id());
  }

  private static RunStatus next(LockedRun run, AttemptEnd end, Decision decision) {
    boolean cancelling = run.status() == RunStatus.CANCELLING;
    return switch (decision.kind()) {
      case RETRY -> cancelling ? RunStatus.CANCELLED : RunStatus.PENDING;
      case HOLD -> cancelling ? RunStatus.CANCELLED : RunStatus.NEEDS_DECISION;
      case DONE, REATTACH, REDISPATCH ->
          switch (end.outcome()) {
            case SUCCESS -> RunStatus.SUCCESS;
            case ERROR -> RunStatus.ERROR;
            case TIMEOUT -> RunStatus.TIMEOUT;
            case CANCELLED -> RunStatus.CANCELLED;
            case WORKER_LOST, SUPERSEDED -> cancelling ? RunStatus.CANCELLED : RunStatus.LOST;
          };
    };
  }

  /** A run is lost, and not cancelled, that was stopped because Temporal had forgotten it. */
  private static RunStatus stopped(LockedRun run, RunStatus next) {
    return next == RunStatus.CANCELLED && run.stopReason() == EndReason.HISTORY_LOST
        ? RunStatus.LOST
        : next;
  }

  private static Counts including(AttemptEnd end, Counts before) {
    boolean failed =
        end.outcome() == AttemptOutcome.ERROR || end.outcome() == AttemptOutcome.TIMEOUT;
    boolean lost = end.outcome() == AttemptOutcome.WORKER_LOST && !end.drained();
    return new Counts(before.failures() + (failed ? 1 : 0), before.losses() + (lost ? 1 : 0));
  }

  private static EndReason reason(LockedRun run, RunStatus next, AttemptEnd end) {
    EndReason stopReason = run.stopReason();
    return switch (next) {
      case CANCELLED -> stopReason == null ? EndReason.CANCELLED : stopReason;
      case LOST -> stopReason == null ? EndReason.WORKER_LOST : stopReason;
      default -> end.endReason();
    };
  }
}
