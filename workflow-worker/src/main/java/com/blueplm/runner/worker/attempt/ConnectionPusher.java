package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.RetryingCall;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the reports about an attempt's connections, at most once a second and the rest before
 * the attempt's end. While api-app is away it waits. A script without connections costs nothing.
 */
final class ConnectionPusher {

  private static final Logger log = LoggerFactory.getLogger(ConnectionPusher.class);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final GatewayClient gateway;
  private final LiveAttempt attempt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();
  private boolean started;
  private boolean sealed;
  private long offset;

  ConnectionPusher(GatewayClient gateway, LiveAttempt attempt) {
    this.gateway = gateway;
    this.attempt = attempt;
  }

  /** Says that there are reports; begins to deliver with the first. */
  void wake(SpooledConnections connections) {
    lock.lock();
    try {
      if (!started) {
        started = true;
        Thread.ofVirtual()
            .name("connections-" + attempt.claim().key())
            .start(() -> run(connections));
        var unused = attempt.supersession().thenRun(this::signal);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that there will be no more.
   *
   * @return completed when all are stored or refused for good; {@link AttemptSupersededException}
   *     when they may not be
   */
  CompletableFuture<Void> seal(SpooledConnections connections) {
    if (connections.size() > 0) {
      wake(connections);
    }
    lock.lock();
    try {
      sealed = true;
      changed.signal();
      if (!started) {
        delivered.complete(null);
      }
    } finally {
      lock.unlock();
    }
    return delivered;
  }

  private void signal() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run(SpooledConnections connections) {
    try {
      boolean last;
      do {
        last = awaitSecond();
        push(connections);
      } while (!last);
      delivered.complete(null);
    } catch (AttemptSupersededException e) {
      attempt.supersede();
      delivered.completeExceptionally(e);
    } catch (GatewayRejectedException e) {
      log.warn("Connections of {} are not kept: api-app refuses them.", attempt.claim().key(), e);
      delivered.complete(null);
    } catch (RuntimeException e) {
      log.error("Connections of {} cannot be delivered any further.", attempt.claim().key(), e);
      delivered.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      delivered.completeExceptionally(e);
    }
  }

  /** Whether this was the last wait. */
  private boolean awaitSecond() throws InterruptedException {
    long deadline = System.nanoTime() + INTERVAL_NANOS;
    lock.lock();
    try {
      while (!sealed && !attempt.isSuperseded() && deadline - System.nanoTime() > 0) {
        var unused = changed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      if (attempt.isSuperseded()) {
        throw new AttemptSupersededException(attempt.claim().key());
      }
      return sealed;
    } finally {
      lock.unlock();
    }
  }

  private void push(SpooledConnections connections) {
    Claim claim = attempt.claim();
    while (offset < connections.size()) {
      SpooledConnections.Batch batch = connections.read(offset);
      if (!batch.connections().isEmpty()) {
        var unused =
            RetryingCall.call(
                () -> {
                  gateway.connections(claim, batch.report());
                  return true;
                },
                cause -> !attempt.isSuperseded());
      }
      offset = batch.nextOffset();
    }
  }
}
