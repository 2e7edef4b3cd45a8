package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ProgressReport;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.GatewayUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a script's events while it runs: hands on its checkpoints at once and reports its
 * progress, at most once a second. A look without news asks for the file's size only.
 */
final class EventWatch {

  private static final Logger log = LoggerFactory.getLogger(EventWatch.class);
  private static final long LOOK_EVERY_MILLIS = 50;
  private static final long REPORT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final ScriptEvents events;
  private final GatewayClient gateway;
  private final LiveAttempt attempt;
  private final Delivery delivery;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean reporting = new AtomicBoolean();
  private final Object looking = new Object();
  private volatile @Nullable ProgressReport reported;
  private volatile long nextReportAt = System.nanoTime();

  EventWatch(ScriptEvents events, GatewayClient gateway, LiveAttempt attempt, Delivery delivery) {
    this.events = events;
    this.gateway = gateway;
    this.attempt = attempt;
    this.delivery = delivery;
  }

  void start() {
    Thread.ofVirtual().name("events-" + attempt.claim().key()).start(this::run);
  }

  /** Reads and reports the rest, and answers the last result as JSON text. */
  @Nullable String finish() {
    ended.countDown();
    look();
    report();
    return events.result();
  }

  private void run() {
    try {
      while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
        if (hasNews() && System.nanoTime() - nextReportAt >= 0) {
          reportAside();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    synchronized (looking) {
      events.read();
      String checkpoint = events.takeCheckpoint();
      if (checkpoint != null && !attempt.isSuperseded()) {
        delivery.checkpoint(checkpoint);
      }
    }
  }

  private boolean hasNews() {
    ProgressReport latest = events.progress();
    return latest != null && !latest.equals(reported);
  }

  /** On another thread, so that an api-app that does not answer delays no checkpoint. */
  private void reportAside() {
    if (reporting.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("progress-" + attempt.claim().key())
          .start(
              () -> {
                try {
                  report();
                } finally {
                  reporting.set(false);
                }
              });
    }
  }

  private synchronized void report() {
    ProgressReport latest = events.progress();
    if (latest == null || latest.equals(reported) || attempt.isSuperseded()) {
      return;
    }
    nextReportAt = System.nanoTime() + REPORT_EVERY_NANOS;
    try {
      gateway.progress(attempt.claim(), latest);
      reported = latest;
    } catch (AttemptSupersededException e) {
      attempt.supersede();
    } catch (GatewayUnavailableException | GatewayRejectedException e) {
      log.debug("Progress was not delivered; the next report replaces it.", e);
    }
  }
}
