package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunLedger.CloseRequest;
import com.blueplm.runner.contract.ScriptExecution.Attempt;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The attempts of one run, one after the other. Whatever fails outside the ledger is answered by
 * the ledger, so every method ends in a decision.
 */
final class Attempts {

  private static final Logger log = Workflow.getLogger(Attempts.class);
  private static final int LONGEST_PAUSE_SECONDS = 5;

  private final UUID runId;
  private int number;
  private int repeats;
  private CloseCause cause = CloseCause.WORKER_SUSPECTED;

  /**
   * @param runId the run
   * @param number the number of the first attempt to make
   */
  Attempts(UUID runId, int number) {
    this.runId = runId;
    this.number = number;
  }

  /** The number of the attempt that is being made or comes next. */
  int number() {
    return number;
  }

  /**
   * Turns to the next attempt, before any wait for it: from now on that one is closed on a cancel,
   * because the attempt before has its decision already.
   */
  void advance() {
    number++;
    repeats = 0;
  }

  Decision execute() {
    return orClose(() -> RunActivities.execute(new Attempt(runId, number)));
  }

  /** Dispatches the same attempt again. */
  Decision executeAgain() {
    pauseWhenRepeated();
    return execute();
  }

  /** Waits for the same attempt on the worker that holds it. */
  Decision attach(Decision reattach) {
    UUID worker = Objects.requireNonNull(reattach.worker(), "REATTACH names no worker");
    pauseWhenRepeated();
    return orClose(() -> RunActivities.attach(new Attempt(runId, number), worker));
  }

  /** Closes as cancelled until the ledger says that the run is over; in a detached scope. */
  void closeCancelled() {
    cause = CloseCause.CANCELLED;
    Decision decision = close();
    while (decision.kind() != Decision.Kind.DONE) {
      decision =
          switch (decision.kind()) {
            case REATTACH -> attach(decision);
            case RETRY, HOLD -> {
              // The attempt had ended before the cancel came; the one after it is never made.
              advance();
              yield close();
            }
            case REDISPATCH -> {
              pauseWhenRepeated();
              yield close();
            }
            case DONE -> decision;
          };
    }
  }

  private Decision orClose(Supplier<Decision> call) {
    try {
      return call.get();
    } catch (ActivityFailure failure) {
      CancellationScope.throwCanceled();
      log.warn(
          "Attempt {} of run {} gave no answer ({}); asking the ledger what became of it",
          number,
          runId,
          String.valueOf(failure.getCause()));
      return close();
    }
  }

  private Decision close() {
    return RunActivities.close(new CloseRequest(runId, number, cause));
  }

  /** Keeps a worker that fails at once from filling the history within minutes. */
  private void pauseWhenRepeated() {
    int seconds = Math.min(repeats, LONGEST_PAUSE_SECONDS);
    repeats++;
    Timers.sleep(Duration.ofSeconds(seconds), "attempt " + number + ": asked again");
  }
}
