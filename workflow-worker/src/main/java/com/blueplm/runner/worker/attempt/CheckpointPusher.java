package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.RetryingCall;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers an attempt's checkpoints at once, each in place of those before that are not stored yet.
 * While api-app is away it repeats the newest. A script without checkpoints costs nothing.
 */
final class CheckpointPusher {

  private static final Logger log = LoggerFactory.getLogger(CheckpointPusher.class);

  private final GatewayClient gateway;
  private final LiveAttempt attempt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();
  private @Nullable CheckpointReport newest;
  private @Nullable CheckpointReport stored;
  private boolean started;
  private boolean sealed;

  CheckpointPusher(GatewayClient gateway, LiveAttempt attempt) {
    this.gateway = gateway;
    this.attempt = attempt;
  }

  /** Takes a checkpoint, which is newer than all before. */
  void offer(CheckpointReport report) {
    lock.lock();
    try {
      newest = report;
      if (!started) {
        started = true;
        Thread.ofVirtual().name("checkpoint-" + attempt.claim().key()).start(this::run);
        var unused = attempt.supersession().thenRun(this::signal);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that there will be no more.
   *
   * @return completed when the newest is stored or refused for good; {@link
   *     AttemptSupersededException} when it may not be
   */
  CompletableFuture<Void> seal() {
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

  private void run() {
    try {
      while (awaitNext()) {
        push();
      }
      delivered.complete(null);
    } catch (AttemptSupersededException e) {
      attempt.supersede();
      delivered.completeExceptionally(e);
    } catch (RuntimeException e) {
      log.error("Checkpoints of {} cannot be delivered any further.", attempt.claim().key(), e);
      delivered.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      delivered.completeExceptionally(e);
    }
  }

  /** Whether there is one to deliver; otherwise there will be none. */
  private boolean awaitNext() throws InterruptedException {
    lock.lock();
    try {
      while (!sealed && !attempt.isSuperseded() && newest == stored) {
        changed.await();
      }
      if (attempt.isSuperseded()) {
        throw new AttemptSupersededException(attempt.claim().key());
      }
      return newest != stored;
    } finally {
      lock.unlock();
    }
  }

  private void push() {
    CheckpointReport sent =
        RetryingCall.call(
            () -> {
              CheckpointReport latest = latest();
              try {
                gateway.checkpoint(attempt.claim(), latest);
              } catch (GatewayRejectedException e) {
                log.warn(
                    "A checkpoint of {} is not kept: api-app refuses it. An earlier one counts"
                        + " until the next.",
                    attempt.claim().key(),
                    e);
              }
              return latest;
            },
            cause -> !attempt.isSuperseded());
    lock.lock();
    try {
      stored = sent;
    } finally {
      lock.unlock();
    }
  }

  private CheckpointReport latest() {
    lock.lock();
    try {
      return Objects.requireNonNull(newest);
    } finally {
      lock.unlock();
    }
  }
}
