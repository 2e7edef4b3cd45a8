package com.blueplm.runner.worker.run;

import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/** Durable waits, each with a summary for whoever reads the history. */
final class Timers {

  private Timers() {}

  /**
   * Waits; not at all when {@code duration} is zero or negative.
   *
   * @throws io.temporal.failure.CanceledFailure when the scope is cancelled meanwhile
   */
  static void sleep(Duration duration, String summary) {
    if (duration.isPositive()) {
      TimerOptions options = TimerOptions.newBuilder().setSummary(summary).build();
      Workflow.newTimer(duration, options).get();
    }
  }

  /**
   * Waits until {@code moment} by the workflow's own clock.
   *
   * @throws io.temporal.failure.CanceledFailure when the scope is cancelled meanwhile
   */
  static void sleepUntil(Instant moment, String summary) {
    Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    sleep(Duration.between(now, moment), summary);
  }
}
