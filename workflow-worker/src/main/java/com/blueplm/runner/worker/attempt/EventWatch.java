package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ProgressReport;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayRejectedException;
import com.blueplm.runner.worker.gateway.GatewayUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a script's events while it runs and reports its progress, at most once a second. */
final class EventWatch {

  private static final Logger log = LoggerFactory.getLogger(EventWatch.class);
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final long REPORT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final ScriptEvents events;
  private final GatewayClient gateway;
  private final LiveAttempt attempt;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable ProgressReport reported;
  private long nextReportAt = System.nanoTime();

  EventWatch(ScriptEvents events, GatewayClient gateway, LiveAttempt attempt) {
    this.events = events;
    this.gateway = gateway;
    this.attempt = attempt;
  }

  void start() {
    Thread.ofVirtual().name("events-" + attempt.claim().key()).start(this::run);
  }

  /** Reads and reports the rest, and answers the last result as JSON text. */
  @Nullable String finish() {
    ended.countDown();
    events.read();
    report();
    return events.result();
  }

  private void run() {
    try {
      while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        events.read();
        if (System.nanoTime() >= nextReportAt) {
          report();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
