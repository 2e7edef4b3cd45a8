package com.blueplm.runner.api.schedule;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the newest state of a script's schedule to Temporal, one writer per script at a time, so
 * that a slow one never puts an older state over a newer one.
 */
@Component
class ScheduleWriter {
  private final ScheduleRepository repository;
  private final TemporalSchedules schedules;
  private final TransactionTemplate transaction;

  ScheduleWriter(
      ScheduleRepository repository,
      TemporalSchedules schedules,
      PlatformTransactionManager transactions) {
    this.repository = repository;
    this.schedules = schedules;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * Lets Temporal's Schedule follow the script, if it does not yet.
   *
   * @param pauseOnly whether nothing but the pause differs: then the spec is left alone, since an
   *     update drops due slots
   * @throws RuntimeException when Temporal did not take it; the script stays marked
   */
  void follow(UUID scriptId, boolean pauseOnly) {
    transaction.executeWithoutResult(
        status -> {
          repository.lockSchedule(scriptId);
          repository.findUnsynced(scriptId).ifPresent(script -> write(script, pauseOnly));
        });
  }

  private void write(ScriptSchedule script, boolean pauseOnly) {
    if (pauseOnly && script.spec().cron() != null) {
      schedules.applyPause(script);
    } else {
      schedules.apply(script);
      rememberWritten(script);
    }
    repository.markSynced(script);
  }

  /** Writes the Schedule of a script that Temporal knew of already; the caller holds its lock. */
  void writeAgain(ScriptSchedule script) {
    schedules.apply(script);
    rememberWritten(script);
  }

  private void rememberWritten(ScriptSchedule script) {
    repository.storeFingerprint(
        script.scriptId(),
        schedules
            .describe(script.scriptId())
            .map(described -> Fingerprint.of(described.getSchedule()))
            .orElse(null));
  }
}
