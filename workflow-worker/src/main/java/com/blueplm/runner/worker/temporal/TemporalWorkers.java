package com.blueplm.runner.worker.temporal;

import com.blueplm.runner.contract.DependencyLocking;
import com.blueplm.runner.contract.ScriptExecution;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.run.LockDependenciesWorkflow;
import com.blueplm.runner.worker.run.RunScriptWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two Temporal workers of this process: workflows and executions on the common queue, {@code
 * attach} on a queue of this process's own with slots of its own.
 */
final class TemporalWorkers {

  private static final Logger log = LoggerFactory.getLogger(TemporalWorkers.class);

  /** Below the heartbeat timeout of 5 s. */
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);

  /** The default of 5 s would delay every takeover from a lost worker by as much. */
  private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);

  private static final long RETRY_MILLIS = 1000;
  private static final long COMPLETION_SECONDS = 5;

  private final WorkflowClient client;
  private final ScriptExecution execution;
  private final DependencyLocking locking;
  private final WorkerIdentity identity;
  private final int maxConcurrentRuns;
  private @Nullable Thread starter;
  private @Nullable WorkerFactory factory;
  private boolean stopping;

  TemporalWorkers(
      WorkflowClient client,
      ScriptExecution execution,
      DependencyLocking locking,
      WorkerIdentity identity,
      int maxConcurrentRuns) {
    this.client = client;
    this.execution = execution;
    this.locking = locking;
    this.identity = identity;
    this.maxConcurrentRuns = maxConcurrentRuns;
  }

  /** Begins to poll as soon as Temporal is reached. */
  void start() {
    starter = Thread.ofPlatform().daemon().name("temporal-start").start(this::startUntilReached);
  }

  private void startUntilReached() {
    while (true) {
      WorkerFactory created = create();
      try {
        created.start();
        if (keep(created)) {
          log.info("Polling Temporal as worker {}.", identity.id());
        }
        return;
      } catch (RuntimeException e) {
        log.warn("Temporal is not reached; trying again each second. {}", e.getMessage());
        discard(created);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** A factory says goodbye to Temporal when it ends, and fails when that is not reached. */
  private static void discard(WorkerFactory factory) {
    try {
      factory.shutdownNow();
    } catch (RuntimeException e) {
      log.debug("Temporal could not be told that nothing was started; it needs not know.", e);
    }
  }

  private synchronized boolean keep(WorkerFactory started) {
    if (stopping) {
      discard(started);
      return false;
    }
    factory = started;
    return true;
  }

  private WorkerFactory create() {
    WorkerFactory created =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    Worker runs = created.newWorker(TaskQueues.RUNS, options());
    runs.registerWorkflowImplementationTypes(
        RunScriptWorkflow.class, LockDependenciesWorkflow.class);
    runs.registerActivitiesImplementations(execution, locking);
    Worker own = created.newWorker(TaskQueues.ofWorker(identity.id()), options());
    own.registerActivitiesImplementations(execution);
    return created;
  }

  private WorkerOptions options() {
    return WorkerOptions.newBuilder()
        .setIdentity("worker " + identity.id() + " on " + identity.name())
        .setMaxConcurrentActivityExecutionSize(maxConcurrentRuns)
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
        .setAllowActivityHeartbeatDuringShutdown(true)
        .setUsingVirtualThreadsOnActivityWorker(true)
        .build();
  }

  /** Takes no new tasks; what runs goes on. */
  synchronized void suspend() {
    stopping = true;
    if (starter != null) {
      starter.interrupt();
    }
    if (factory != null) {
      factory.suspendPolling();
    }
  }

  /** Reports what has ended to Temporal and leaves. */
  synchronized void stop() {
    if (factory != null) {
      factory.shutdown();
      factory.awaitTermination(COMPLETION_SECONDS, TimeUnit.SECONDS);
    }
  }
}
