package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes Schedules of scripts that have none (any more). Temporal's list of Schedules, which lags
 * behind, only says where to look. Schedules of scripts that are not in this database are left
 * alone: they may belong to another installation.
 */
@Component
class ScheduleStrays {
  private static final Logger log = LoggerFactory.getLogger(ScheduleStrays.class);

  private final DriftRepository repository;
  private final TemporalSchedules schedules;
  private final DriftRepair repair;

  ScheduleStrays(DriftRepository repository, TemporalSchedules schedules, DriftRepair repair) {
    this.repository = repository;
    this.schedules = schedules;
    this.repair = repair;
  }

  @Scheduled(
      initialDelayString = "${runner.schedule-stray-interval:60s}",
      fixedRateString = "${runner.schedule-stray-interval:60s}")
  void remove() {
    try {
      for (UUID script : repository.withoutSchedule(schedules.scriptsWithSchedule())) {
        repair.remove(script);
      }
    } catch (ProblemException refusal) {
      if (refusal.code() != ErrorCode.TEMPORAL_UNAVAILABLE) {
        throw refusal;
      }
      log.debug("Temporal does not answer; stray Schedules are looked for in a minute", refusal);
    }
  }
}
