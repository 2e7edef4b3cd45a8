package com.blueplm.runner.worker.line;

import com.blueplm.runner.contract.gateway.LineAnswer;
import com.blueplm.runner.contract.gateway.LineRequest;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.attempt.LiveAttempts;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.GatewayUnavailableException;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.wake.Wakefulness;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one long poll at api-app: names the live attempts, by which their leases are renewed, and
 * carries out what it is told.
 */
public final class WorkerLine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkerLine.class);

  private static final long FIRST_WAIT_MILLIS = 50;

  /** Well below the lease of 4 s. */
  private static final long LONGEST_WAIT_MILLIS = 500;

  private final GatewayClient gateway;
  private final WorkerIdentity worker;
  private final Isolation isolation;
  private final LiveAttempts attempts;
  private final OutageWatch outages;
  private final Wakefulness wakefulness;
  private final int maxConcurrentRuns;
  private volatile boolean closed;
  private @Nullable Thread thread;

  WorkerLine(
      GatewayClient gateway,
      WorkerIdentity worker,
      Isolation isolation,
      LiveAttempts attempts,
      OutageWatch outages,
      Wakefulness wakefulness,
      int maxConcurrentRuns) {
    this.gateway = gateway;
    this.worker = worker;
    this.isolation = isolation;
    this.attempts = attempts;
    this.outages = outages;
    this.wakefulness = wakefulness;
    this.maxConcurrentRuns = maxConcurrentRuns;
  }

  /** Begins to speak. */
  public void open() {
    thread = Thread.ofPlatform().daemon().name("worker-line").start(this::run);
  }

  private void run() {
    long wait = FIRST_WAIT_MILLIS;
    while (!closed) {
      if (speak()) {
        wait = FIRST_WAIT_MILLIS;
      } else if (pause(wait)) {
        wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
      }
    }
  }

  /** Whether to speak again at once. */
  private boolean speak() {
    long question = wakefulness.beforeQuestion();
    try {
      LineAnswer answer = gateway.line(request());
      outages.apiReached();
      answer.commands().forEach(attempts::apply);
      wakefulness.answered(question);
      return true;
    } catch (GatewayUnavailableException | GatewayRejectedException e) {
      if (wakefulness.sleptSince(question)) {
        return true;
      }
      if (!closed) {
        outages.apiFailed(String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException e) {
      log.error("The line to api-app broke; it is opened again.", e);
    }
    return false;
  }

  private LineRequest request() {
    return new LineRequest(
        worker.id(),
        worker.name(),
        worker.version(),
        isolation.level(),
        isolation.probes(),
        maxConcurrentRuns,
        attempts.isDraining() || isolation.refusal().isPresent(),
        attempts.describe());
  }

  private static boolean pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      // close() interrupts; the loop then sees that the line is closed.
      return false;
    }
  }

  /** Falls silent; the leases of what still lives run out. */
  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
