package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.ScriptExecution;
import com.blueplm.runner.contract.gateway.ClaimAnswer;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import com.blueplm.runner.worker.gateway.RetryingCall;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs attempts for the workflow, and waits for those that already run here. */
public final class ScriptExecutionActivity implements ScriptExecution {

  /** No such attempt lives on this worker: the ledger knows more. */
  public static final String UNKNOWN_ATTEMPT = "UNKNOWN_ATTEMPT";

  /** The attempt is over for the ledger, which has the decision. */
  public static final String ATTEMPT_SUPERSEDED = "ATTEMPT_SUPERSEDED";

  /** The worker takes no new work; the attempt was not claimed. */
  public static final String WORKER_DRAINING = "WORKER_DRAINING";

  private static final Logger log = LoggerFactory.getLogger(ScriptExecutionActivity.class);

  private final AttemptTools tools;
  private final WorkerIdentity worker;

  ScriptExecutionActivity(AttemptTools tools, WorkerIdentity worker) {
    this.tools = tools;
    this.worker = worker;
  }

  @Override
  public Decision execute(Attempt attempt) {
    RunStages stages = new RunStages();
    if (!tools.attempts().beginClaim()) {
      throw failure("worker " + worker.id() + " is shutting down", WORKER_DRAINING, null);
    }
    Heartbeats heartbeats = new Heartbeats(Activity.getExecutionContext());
    LiveAttempt live;
    try {
      Claim claim = new Claim(attempt.runId(), attempt.number(), UUID.randomUUID());
      ClaimAnswer answer = claim(claim, heartbeats);
      stages.passed("claim");
      if (answer.decision() != null) {
        return answer.decision();
      }
      live = start(claim, answer.order(), stages);
    } finally {
      tools.attempts().claimEnded();
    }
    return await(live, heartbeats);
  }

  /** Also when a drain began meanwhile: an attempt that is claimed is known to be running. */
  private LiveAttempt start(Claim claim, @Nullable ExecutionOrder order, RunStages stages) {
    if (order == null) {
      throw new IllegalStateException("the answer to a claim has neither order nor decision");
    }
    LiveAttempt live = tools.attempts().add(claim, order.onWorkerLoss());
    new AttemptRun(tools, order, live, stages).start();
    return live;
  }

  @Override
  public Decision attach(Attempt attempt) {
    LiveAttempt live =
        tools
            .attempts()
            .find(attempt.runId(), attempt.number())
            .orElseThrow(
                () -> failure(attempt + " is not on " + worker.id(), UNKNOWN_ATTEMPT, null));
    return await(live, new Heartbeats(Activity.getExecutionContext()));
  }

  private ClaimAnswer claim(Claim claim, Heartbeats heartbeats) {
    ClaimRequest request = new ClaimRequest(worker.id(), claim.claimId(), tools.executor().level());
    try {
      return RetryingCall.call(
          () -> tools.gateway().claim(claim.runId(), claim.attempt(), request),
          cause -> {
            log.info("Claim of {} is repeated: {}", claim.key(), cause.getMessage());
            heartbeats
                .beat()
                .ifPresent(
                    cancel -> {
                      throw cancel;
                    });
            return tools.attempts().mayRepeatClaims();
          });
    } catch (AttemptSupersededException e) {
      throw failure(e.getMessage(), ATTEMPT_SUPERSEDED, e);
    }
  }

  private static Decision await(LiveAttempt live, Heartbeats heartbeats) {
    live.waitedForBy(heartbeats);
    while (true) {
      try {
        return live.decision().get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        heartbeats.beat().ifPresent(cancel -> live.cancel());
        if (heartbeats.hearsThatItEnded()) {
          live.givenUpBy(heartbeats);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof AttemptSupersededException superseded
            ? failure(superseded.getMessage(), ATTEMPT_SUPERSEDED, superseded)
            : new IllegalStateException("the attempt broke off in the worker", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the worker is shutting down", e);
      }
    }
  }

  private static ApplicationFailure failure(
      @Nullable String message, String type, @Nullable Throwable cause) {
    return ApplicationFailure.newNonRetryableFailureWithCause(message, type, cause);
  }
}
