package com.blueplm.runner.api.run;

import com.blueplm.runner.api.output.RunOutput;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.gateway.ClaimAnswer;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives attempts to workers: each to one claim, and a slot that is too old to none. */
@Component
public class AttemptClaims {
  private static final Logger log = LoggerFactory.getLogger(AttemptClaims.class);

  private final RunLocksRepository locks;
  private final RunAttemptsRepository attempts;
  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final ExecutionOrders orders;
  private final MissingLocks missingLocks;
  private final RunOutput output;
  private final RunSignals signals;
  private final TransactionTemplate transaction;

  AttemptClaims(
      RunLocksRepository locks,
      RunAttemptsRepository attempts,
      RunTransitionsRepository transitions,
      RunEnds runEnds,
      ExecutionOrders orders,
      MissingLocks missingLocks,
      RunOutput output,
      RunSignals signals,
      PlatformTransactionManager transactions) {
    this.locks = locks;
    this.attempts = attempts;
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.orders = orders;
    this.missingLocks = missingLocks;
    this.output = output;
    this.signals = signals;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Takes an attempt for a worker, or answers what the workflow does instead (design §5.7).
   *
   * @throws com.blueplm.runner.api.problem.ProblemException {@code ATTEMPT_SUPERSEDED} when the run
   *     has moved on beyond this attempt, or is not that far yet
   */
  public ClaimAnswer claim(UUID runId, int attempt, ClaimRequest request) {
    Optional<Claimed> claimed =
        Objects.requireNonNull(
            transaction.execute(status -> claimUnlessTooOld(runId, attempt, request)));
    if (claimed.isEmpty()) {
      return Objects.requireNonNull(transaction.execute(status -> missed(runId)));
    }
    return switch (claimed.get()) {
      case Claimed.Answered answered -> answered.answer();
      case Claimed.WithoutLock without ->
          new ClaimAnswer(
              null, missingLocks.end(runId, attempt, request.claimId(), without.reason()));
    };
  }

  private Optional<Claimed> claimUnlessTooOld(UUID runId, int attempt, ClaimRequest request) {
    Optional<LockedRun> found = locks.lock(runId);
    if (found.isEmpty()) {
      log.warn(
          "Worker {} claims run {}, which is not known; its workflow ends",
          request.workerId(),
          runId);
      return decided(Decision.done());
    }
    LockedRun run = found.get();
    if (run.status().isTerminal()) {
      return decided(Decision.done());
    }
    Optional<AttemptRow> row = attempts.find(runId, attempt);
    if (row.isPresent()) {
      return claimAgain(run, row.get(), request);
    }
    return switch (run.status()) {
      case QUEUED -> decided(Decision.redispatch());
      case NEEDS_DECISION -> decided(Decision.hold());
      case PENDING -> {
        if (run.tooOld()) {
          yield Optional.empty();
        }
        // A held run waits until the worker before has stopped for certain; its workflow asks
        // again.
        yield run.early() && run.settings().onWorkerLoss() == OnWorkerLoss.HOLD
            ? decided(Decision.redispatch())
            : Optional.of(grant(run, attempt, request));
      }
      default -> throw Superseded.attempt(runId, attempt);
    };
  }

  private Optional<Claimed> claimAgain(LockedRun run, AttemptRow row, ClaimRequest request) {
    if (row.ended()) {
      return decided(row.storedDecision());
    }
    if (!row.claimId().equals(request.claimId())) {
      return decided(Decision.reattach(row.workerId()));
    }
    attempts.renew(run.id(), row.number());
    return Optional.of(granted(run, row.number()));
  }

  private Claimed grant(LockedRun run, int attempt, ClaimRequest request) {
    if (attempt != run.attempt() + 1) {
      throw Superseded.attempt(run.id(), attempt);
    }
    attempts.insert(run, attempt, request);
    transitions.run(run, attempt, request.isolationLevel());
    output.startAttempt(run.orgId(), run.id(), attempt);
    signals.changed(run.id());
    log.info(
        "Attempt {} of run {} was claimed by worker {}, {} ms after the run was accepted",
        attempt,
        run.id(),
        request.workerId(),
        run.ageMs());
    return granted(run, attempt);
  }

  private Claimed granted(LockedRun run, int attempt) {
    RunWork work = orders.work(run);
    return MissingLocks.reason(work)
        .<Claimed>map(Claimed.WithoutLock::new)
        .orElseGet(
            () -> new Claimed.Answered(new ClaimAnswer(orders.of(run, attempt, work), null)));
  }

  /**
   * In a transaction of its own, because it locks the script, which comes before the run; what was
   * seen before is looked at again.
   */
  private ClaimAnswer missed(UUID runId) {
    locks.lockScriptOf(runId);
    LockedRun run = locks.lock(runId).orElseThrow();
    if (run.status() == RunStatus.PENDING && run.tooOld()) {
      runEnds.end(run, RunStatus.MISSED, Ending.unseen(EndReason.OUTAGE, null));
      log.warn(
          "Slot {} of script {} could not start within its catch-up window and is recorded as missed",
          run.slotAt(),
          run.scriptId());
      return new ClaimAnswer(null, Decision.done());
    }
    return new ClaimAnswer(
        null, run.status().isTerminal() ? Decision.done() : Decision.redispatch());
  }

  private static Optional<Claimed> decided(Decision decision) {
    return Optional.of(new Claimed.Answered(new ClaimAnswer(null, decision)));
  }

  /** What came of a claim. */
  private sealed interface Claimed {
    /** An order or a decision. */
    record Answered(ClaimAnswer answer) implements Claimed {}

    /** A live attempt that cannot be run. */
    record WithoutLock(String reason) implements Claimed {}
  }
}
