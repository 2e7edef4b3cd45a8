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
  private final Map<Integer, PersonsDecision> decisions = new HashMap<>();

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
    decisions.put(decision.attempt(), decision.decision());
  }

  private void runSlot(OpenRequest slot) {
    switch (RunActivities.open(slot)) {
      case GO -> run(new Attempts(slot.runId(), 1), Start.GO, null);
      case QUEUED -> run(new Attempts(slot.runId(), 1), Start.QUEUED, null);
      case DONE -> {}
    }
  }

  private void run(Attempts attempts, Start start, @Nullable Instant due) {
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
   * is never taken for another hold's, however often it is sent.
   */
  private PersonsDecision awaitPerson(int attempt) {
    Workflow.await(() -> decided != null || decisions.containsKey(attempt));
    PersonsDecision named = decisions.get(attempt);
    PersonsDecision decision = named != null ? named : Objects.requireNonNull(decided);
    decided = null;
    return decision;
  }
}
