package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Repeats what Temporal could not be told when a script changed. */
@Component
class ScheduleReconciler {
  private static final Logger log = LoggerFactory.getLogger(ScheduleReconciler.class);
  private static final int BATCH = 100;

  private final ScheduleRepository repository;
  private final ScheduleWriter writer;
  private final AtomicBoolean busy = new AtomicBoolean();

  ScheduleReconciler(ScheduleRepository repository, ScheduleWriter writer) {
    this.repository = repository;
    this.writer = writer;
  }

  /** Replicas need not take turns: the writer lets one of them write a Schedule, once. */
  @Scheduled(fixedRateString = "${runner.schedule-repair-interval:5s}")
  void repair() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      repairAll();
    } finally {
      busy.set(false);
    }
  }

  private void repairAll() {
    for (UUID scriptId : repository.unsynced(BATCH)) {
      try {
        writer.follow(scriptId, false);
        log.info("Temporal's Schedule of script {} now follows the script.", scriptId);
      } catch (ProblemException refusal) {
        if (refusal.code() == ErrorCode.TEMPORAL_UNAVAILABLE) {
          log.warn(
              "Temporal does not answer, so some Schedules still differ from their scripts; the next"
                  + " try is in a few seconds.");
          return;
        }
        failed(scriptId, refusal);
      } catch (RuntimeException failure) {
        failed(scriptId, failure);
      }
    }
  }

  private static void failed(UUID scriptId, RuntimeException failure) {
    log.warn(
        "Temporal's Schedule of script {} still differs from the script; the next try is in a few"
            + " seconds.",
        scriptId,
        failure);
  }
}
