package com.blueplm.runner.api.schedule;

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
  private final TemporalSchedules schedules;

  ScheduleReconciler(ScheduleRepository repository, TemporalSchedules schedules) {
    this.repository = repository;
    this.schedules = schedules;
  }

  /** Writing the same Schedule twice is harmless, so that replicas need not take turns. */
  @Scheduled(fixedDelayString = "${runner.schedule-repair-interval:5s}")
  void repair() {
    for (ScriptSchedule script : repository.unsynced(BATCH)) {
      try {
        schedules.apply(script);
        repository.markSynced(script.scriptId());
        log.info("Temporal's Schedule of script {} now follows the script.", script.scriptId());
      } catch (RuntimeException failure) {
        log.warn(
            "Temporal's Schedule of script {} still differs from the script; the next try is in a few"
                + " seconds.",
            script.scriptId(),
            failure);
        return;
      }
    }
  }
}
