package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.DependencyLocking;
import com.blueplm.runner.contract.LockDependencies;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;

/** Has one worker lock; another one tries when the first is lost. */
public final class LockDependenciesWorkflow implements LockDependencies {

  /** Some 25 s of searching, the calls to api-app, and slack. */
  static final Duration LONGEST_TRY = Duration.ofSeconds(60);

  static final int MOST_TRIES = 5;

  @Override
  public void lock(UUID lockId) {
    RetryOptions retry =
        RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(500))
            .setMaximumInterval(Duration.ofSeconds(10))
            .setMaximumAttempts(MOST_TRIES)
            .build();
    ActivityOptions options =
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(LONGEST_TRY)
            .setRetryOptions(retry)
            .setSummary("lock " + lockId)
            .build();
    Workflow.newActivityStub(DependencyLocking.class, options).lock(lockId);
  }
}
