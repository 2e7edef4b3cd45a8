package com.blueplm.runner.contract;

import java.util.UUID;

/** The only place that names a Temporal task queue. */
public final class TaskQueues {

  /**
   * Workflows and their execution activity, on the same queue so that the SDK dispatches eagerly.
   */
  public static final String RUNS = "runs";

  /** The ledger activities, polled by api-app. */
  public static final String LEDGER = "ledger";

  private TaskQueues() {}

  /** The queue of one worker process, where {@link ScriptExecution#attach} is called. */
  public static String ofWorker(UUID workerId) {
    return "worker-" + workerId;
  }
}
