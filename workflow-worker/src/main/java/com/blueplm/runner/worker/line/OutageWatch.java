package com.blueplm.runner.worker.line;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops all scripts once neither api-app nor Temporal was reached for the grace: by then another
 * worker may have taken their attempts over. While only api-app is away, Temporal says which those
 * are: scripts whose activity it has given up are stopped after the grace, the others go on.
 */
final class OutageWatch {

  private static final Logger log = LoggerFactory.getLogger(OutageWatch.class);

  /** How often Temporal is asked while api-app is away. */
  private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final EngineProbe engine;
  private final Runnable stopScripts;
  private final Runnable stopGivenUp;
  private final Duration grace;
  private final LongSupplier nanoTime;
  private long reachedAt;
  private long apiReachedAt;
  private long askAt;
  private boolean away;
  private boolean stopped;

  OutageWatch(
      EngineProbe engine,
      Runnable stopScripts,
      Runnable stopGivenUp,
      Duration grace,
      LongSupplier nanoTime) {
    this.engine = engine;
    this.stopScripts = stopScripts;
    this.stopGivenUp = stopGivenUp;
    this.grace = grace;
    this.nanoTime = nanoTime;
    this.reachedAt = nanoTime.getAsLong();
    this.apiReachedAt = reachedAt;
    this.askAt = reachedAt;
  }

  /** api-app answered. */
  void apiReached() {
    if (away) {
      log.info("api-app is reached again; what was spooled is delivered now.");
    }
    away = false;
    stopped = false;
    reachedAt = nanoTime.getAsLong();
    apiReachedAt = reachedAt;
  }

  /** api-app did not answer. */
  void apiFailed(String reason) {
    if (!away) {
      log.warn(
          "api-app is not reached ({}). Scripts go on and their output is spooled; after {} those"
              + " are stopped that Temporal gave up, and all when Temporal is not reached either.",
          reason,
          grace);
    }
    away = true;
    long now = nanoTime.getAsLong();
    if (now - askAt >= 0) {
      askAt = now + ASK_EVERY_NANOS;
      if (engine.isReached()) {
        reachedAt = now;
        stopped = false;
      }
    }
    if (!stopped && now - reachedAt >= grace.toNanos()) {
      stopped = true;
      stopScripts.run();
    }
    if (now - apiReachedAt >= grace.toNanos()) {
      stopGivenUp.run();
    }
  }
}
