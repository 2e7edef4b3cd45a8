package com.blueplm.runner.api.temporal;

import com.blueplm.runner.contract.RunLedger;
import com.blueplm.runner.contract.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Polls the ledger queue. Temporal may be down when api-app starts: the worker then tries again
 * each second, and everything else works meanwhile.
 */
@Component
public class LedgerWorker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LedgerWorker.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  /** Each close may wait for a lease to run out, so many of them have to fit side by side. */
  private static final int CONCURRENT_ACTIVITIES = 200;

  private static final int POLLERS = 2;

  private final WorkflowClient client;
  private final RunLedger ledger;
  private final TemporalCalls calls;
  private volatile boolean running;
  private volatile @Nullable Thread starter;
  private volatile @Nullable WorkerFactory factory;

  LedgerWorker(WorkflowClient client, RunLedger ledger, TemporalCalls calls) {
    this.client = client;
    this.ledger = ledger;
    this.calls = calls;
  }

  /** Whether the queue is being polled. */
  public boolean isPolling() {
    WorkerFactory current = factory;
    return current != null && current.isStarted() && !current.isShutdown();
  }

  @Override
  public void start() {
    running = true;
    starter = Thread.ofVirtual().name("ledger-worker-start").start(this::startUntilPolling);
  }

  @Override
  public void stop() {
    running = false;
    Thread starting = starter;
    if (starting != null) {
      starting.interrupt();
    }
    WorkerFactory polling = factory;
    factory = null;
    if (polling != null) {
      polling.shutdownNow();
      polling.awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void startUntilPolling() {
    boolean told = false;
    while (running) {
      try {
        startPolling();
        log.info("Polling the queue {}", TaskQueues.LEDGER);
        return;
      } catch (RuntimeException failure) {
        if (!told) {
          told = true;
          log.warn(
              "Temporal cannot be reached ({}). Triggers are accepted and started later; the queue"
                  + " {} is polled as soon as Temporal answers",
              failure.getMessage(),
              TaskQueues.LEDGER);
        }
      }
      try {
        Thread.sleep(BETWEEN_TRIES);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void startPolling() {
    WorkerFactory fresh = WorkerFactory.newInstance(client);
    Worker worker =
        fresh.newWorker(
            TaskQueues.LEDGER,
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(CONCURRENT_ACTIVITIES)
                .setMaxConcurrentActivityTaskPollers(POLLERS)
                .setUsingVirtualThreadsOnActivityWorker(true)
                .build());
    worker.registerActivitiesImplementations(ledger);
    try {
      calls.run(fresh::start);
    } catch (RuntimeException failure) {
      fresh.shutdownNow();
      throw failure;
    }
    factory = fresh;
  }
}
