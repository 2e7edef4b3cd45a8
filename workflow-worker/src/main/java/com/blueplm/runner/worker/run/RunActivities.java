package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger;
import com.blueplm.runner.contract.RunLedger.CloseRequest;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.ScriptExecution;
import com.blueplm.runner.contract.ScriptExecution.Attempt;
import com.blueplm.runner.contract.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The activities of a run, with the options that the protocol depends on (design §5.10).
 *
 * <p>The ledger is always called in a detached scope: a cancel must neither keep a slot from being
 * recorded nor lose the decision that a transaction has already taken.
 */
final class RunActivities {

  /** How long a worker may be silent before the engine suspects it. */
  static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

  /** How long a worker may take to answer on its own queue before the ledger is asked again. */
  static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(3);

  /** The longest timeout that a script may have, one hour, and a day of outages. */
  static final Duration LONGEST_EXECUTION = Duration.ofHours(25);

  private RunActivities() {}

  static OpenAnswer open(OpenRequest request) {
    return detached(() -> ledger("open the slot").open(request));
  }

  static Decision close(CloseRequest request) {
    String summary =
        switch (request.cause()) {
          case WORKER_SUSPECTED -> "attempt " + request.attempt() + ": worker suspected lost";
          case CANCELLED -> "attempt " + request.attempt() + ": cancelled";
        };
    return detached(() -> ledger(summary).close(request));
  }

  /** On the workflow's own queue, so that the SDK dispatches it eagerly. */
  static Decision execute(Attempt attempt) {
    ActivityOptions options = execution().setSummary("attempt " + attempt.number()).build();
    return Workflow.newActivityStub(ScriptExecution.class, options).execute(attempt);
  }

  /** On the queue of the worker that holds the attempt. */
  static Decision attach(Attempt attempt, UUID worker) {
    ActivityOptions options =
        execution()
            .setTaskQueue(TaskQueues.ofWorker(worker))
            .setScheduleToStartTimeout(ATTACH_TIMEOUT)
            .setSummary("attempt " + attempt.number() + ", still running")
            .build();
    return Workflow.newActivityStub(ScriptExecution.class, options).attach(attempt);
  }

  private static ActivityOptions.Builder execution() {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(LONGEST_EXECUTION)
        .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build());
  }

  private static RunLedger ledger(String summary) {
    RetryOptions untilAnswered =
        RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(200))
            .setMaximumInterval(Duration.ofSeconds(5))
            .build();
    ActivityOptions options =
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.LEDGER)
            .setStartToCloseTimeout(Duration.ofSeconds(10))
            .setRetryOptions(untilAnswered)
            .setSummary(summary)
            .build();
    return Workflow.newActivityStub(RunLedger.class, options);
  }

  private static <T> T detached(Supplier<T> call) {
    List<T> answer = new ArrayList<>(1);
    Workflow.newDetachedCancellationScope(() -> answer.add(call.get())).run();
    return answer.getFirst();
  }
}
