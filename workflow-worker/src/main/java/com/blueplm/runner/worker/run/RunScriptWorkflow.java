package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.RunScript;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunScriptInput.Start;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts until the ledger says that the run is over (design §5).
 *
 * <p>A workflow whose cancel was requested always ends as "Canceled" in Temporal, also when the
 * script had ended by itself before the cancel reached it: Temporal tells what was asked of the
 * engine, the ledger tells how the run ended.
 */
public final class RunScriptWorkflow implements RunScript {

  private boolean released;
  private @Nullable PersonsDecision decided;

  /** By the attempt that would follow, for the hold that is or comes next only. */
  private final Map<Integer, PersonsDecision> decisions = new HashMap<>();

  private final int firstAttempt;
  private @Nullable Attempts attempts;

  /** Made before the first signal is heard. */
  @WorkflowInit
  public RunScriptWorkflow(RunScriptInput input) {
    this.firstAttempt = input.attempt();
  }

  @Override
  public void run(RunScriptInput input) {
    UUID runId = input.runId();
    if (runId == null) {
      runSlot(ScheduledSlot.of(input.scriptId(), Workflow.getTypedSearchAttributes()));
    } else {
      run(new Attempts(runId, input.attempt()), input.start(), input.nextAttemptAt());
    }
    CancellationScope.throwCanceled();
  }

  @Override
  public void released() {
    released = true;
  }

  @Override
  public void decided(PersonsDecision decision) {
    decided = decision;
  }

  @Override
  public void holdDecided(HoldDecision decision) {
    int current = attempts == null ? firstAttempt : attempts.number();
    if (decision.attempt() == current || decision.attempt() == current + 1) {
      decisions.putIfAbsent(decision.attempt(), decision.decision());
    }
  }

  private void runSlot(OpenRequest slot) {
    switch (RunActivities.open(slot)) {
      case GO -> run(new Attempts(slot.runId(), 1), Start.GO, null);
      case QUEUED -> run(new Attempts(slot.runId(), 1), Start.QUEUED, null);
      case DONE -> {}
    }
  }

  private void run(Attempts attempts, Start start, @Nullable Instant due) {
    this.attempts = attempts;
    try {
      if (start == Start.QUEUED) {
        Workflow.await(() -> released);
      }
      if (start == Start.HELD && awaitPerson(attempts.number()) == PersonsDecision.GIVE_UP) {
        return;
      }
      if (due != null) {
        Timers.sleepUntil(due, "until attempt " + attempts.number());
      }
      follow(attempts, attempts.execute());
    } catch (CanceledFailure cancelled) {
      Workflow.newDetachedCancellationScope(attempts::closeCancelled).run();
    }
  }

  private void follow(Attempts attempts, Decision first) {
    Decision decision = first;
    while (decision.kind() != Decision.Kind.DONE) {
      decision =
          switch (decision.kind()) {
            case RETRY -> {
              attempts.advance();
              Timers.sleep(decision.after(), "until attempt " + attempts.number());
              yield attempts.execute();
            }
            case HOLD -> {
              attempts.advance();
              yield awaitPerson(attempts.number()) == PersonsDecision.GIVE_UP
                  ? Decision.done()
                  : attempts.execute();
            }
            case REATTACH -> attempts.attach(decision);
            case REDISPATCH -> attempts.executeAgain();
            case DONE -> decision;
          };
    }
  }

  /**
   * A decision that came before it was awaited counts; each counts once. One that names its attempt
   * is never taken for another hold's, however often it is sent; of several for one hold the first
   * counts.
   */
  private PersonsDecision awaitPerson(int attempt) {
    Workflow.await(() -> decided != null || decisions.containsKey(attempt));
    PersonsDecision named = decisions.get(attempt);
    PersonsDecision decision = named != null ? named : Objects.requireNonNull(decided);
    decided = null;
    decisions.keySet().removeIf(decidedFor -> decidedFor <= attempt);
    return decision;
  }
}
