package com.blueplm.runner.api.run;

import com.blueplm.runner.api.output.RunOutput;
import com.blueplm.runner.contract.AttemptEnd;
import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunLedger.CloseRequest;
import com.blueplm.runner.contract.RunStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends attempts where no worker could: the steps of {@code ledger.close}. */
@Component
class AttemptClosing {
  private static final Logger log = LoggerFactory.getLogger(AttemptClosing.class);
  private static final String GAP =
      "[runner] The worker of attempt %d was lost; output that it had not delivered is missing.";

  private final RunLocksRepository locks;
  private final RunAttemptsRepository attempts;
  private final RunTransitionsRepository transitions;
  private final AttemptEnds ends;
  private final RunCancel cancel;
  private final RunOutput output;
  private final CommandSignals commands;
  private final Leases leases;

  AttemptClosing(
      RunLocksRepository locks,
      RunAttemptsRepository attempts,
      RunTransitionsRepository transitions,
      AttemptEnds ends,
      RunCancel cancel,
      RunOutput output,
      CommandSignals commands,
      Leases leases) {
    this.locks = locks;
    this.attempts = attempts;
    this.transitions = transitions;
    this.ends = ends;
    this.cancel = cancel;
    this.output = output;
    this.commands = commands;
    this.leases = leases;
  }

  /**
   * The decision about an attempt, if it can be taken now; empty while its lease neither was
   * renewed since {@code firstSeen} nor has run out.
   */
  @Transactional
  public Optional<Decision> close(CloseRequest request, @Nullable Instant firstSeen) {
    if (!locks.lockScriptOf(request.runId())) {
      log.warn("Run {} is not known; its workflow ends", request.runId());
      return Optional.of(Decision.done());
    }
    LockedRun run = locks.lock(request.runId()).orElseThrow();
    leases.databaseAnswered();
    if (run.status().isTerminal()) {
      return Optional.of(Decision.done());
    }
    boolean cancelled = request.cause() == CloseCause.CANCELLED;
    Optional<AttemptRow> found = attempts.lock(run.id(), request.attempt());
    if (found.isEmpty()) {
      return Optional.of(cancelled ? cancelUnclaimed(run) : unclaimed(run));
    }
    AttemptRow row = found.get();
    if (row.ended()) {
      return Optional.of(row.storedDecision());
    }
    if (cancelled && run.status() == RunStatus.RUNNING) {
      cancel.command(run, null);
      return Optional.empty();
    }
    if (isDead(row)) {
      return Optional.of(lose(run, row));
    }
    return firstSeen != null && row.leaseUntil().isAfter(firstSeen)
        ? Optional.of(Decision.reattach(row.workerId()))
        : Optional.empty();
  }

  /** The attempt without locks: whether to look again under them. */
  Optional<AttemptRow> look(UUID runId, int attempt) {
    Optional<AttemptRow> row = attempts.find(runId, attempt);
    leases.databaseAnswered();
    return row;
  }

  /** Whether the lease has run out at a time when that proves something. */
  boolean isDead(AttemptRow row) {
    return !row.leaseAlive() && leases.mayBeJudged();
  }

  /** Ends an attempt whose worker is dead; the locks are held. */
  Decision lose(LockedRun run, AttemptRow row) {
    output.appendMarker(run.orgId(), run.id(), row.number(), GAP.formatted(row.number()));
    AttemptEnd end = new AttemptEnd(AttemptOutcome.WORKER_LOST, EndReason.WORKER_LOST, null, false);
    Decision decision = ends.end(run, row, end, Ending.unseen(EndReason.WORKER_LOST, false), true);
    commands.commanded(run.id());
    log.warn(
        "Worker {} of run {}, attempt {}, is lost: its lease ran out at {}; next: {}",
        row.workerId(),
        run.id(),
        row.number(),
        row.leaseUntil(),
        decision.kind());
    return decision;
  }

  private Decision unclaimed(LockedRun run) {
    if (run.status() == RunStatus.NEEDS_DECISION) {
      return Decision.hold();
    }
    transitions.exemptFromAge(run);
    return Decision.redispatch();
  }

  private Decision cancelUnclaimed(LockedRun run) {
    return switch (run.status()) {
      case PENDING, QUEUED, NEEDS_DECISION -> {
        cancel.cancelUnclaimed(run, null);
        yield Decision.done();
      }
      default ->
          // Another attempt than the one named is alive: its worker is told, and waited for.
          attempts
              .lock(run.id(), run.attempt())
              .filter(row -> !row.ended())
              .map(
                  row -> {
                    if (run.status() == RunStatus.RUNNING) {
                      cancel.command(run, null);
                    }
                    return Decision.reattach(row.workerId());
                  })
              .orElseGet(Decision::redispatch);
    };
  }
}
