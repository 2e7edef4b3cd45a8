package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.script.ScheduleSpec;
import com.blueplm.runner.api.script.ScriptChangeListener;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets Temporal's Schedules follow the scripts. The spec is checked with Temporal inside the
 * transaction of the change, so that a bad one, or a Temporal that is down, refuses the change; the
 * Schedule itself is written after the commit, so that a change that is rolled back never reaches
 * Temporal. What fails then is repeated by {@link ScheduleReconciler}.
 */
@Component
class ScheduleSync implements ScriptChangeListener {
  private static final Logger log = LoggerFactory.getLogger(ScheduleSync.class);

  private final ScheduleRepository repository;
  private final SpecCheck check;
  private final ScheduleWriter writer;
  private final TemporalSchedules schedules;
  private final SpecHistory history;

  ScheduleSync(
      ScheduleRepository repository,
      SpecCheck check,
      ScheduleWriter writer,
      TemporalSchedules schedules,
      SpecHistory history) {
    this.repository = repository;
    this.check = check;
    this.writer = writer;
    this.schedules = schedules;
    this.history = history;
  }

  @Override
  public void saved(
      UUID orgId, UUID scriptId, String name, @Nullable ScheduleSpec before, ScheduleSpec after) {
    boolean hasSchedule = after.cron() != null || (before != null && before.cron() != null);
    boolean timesChanged = hasSchedule && (before == null || !sameTimes(before, after));
    if (timesChanged && after.cron() != null) {
      check.check("schedule_cron", after.cron(), "schedule_timezone", after.timezone(), 1);
    } else {
      check.checkZone("schedule_timezone", after.timezone());
      if (timesChanged) {
        schedules.requireReachable(scriptId);
      }
    }
    history.saved(orgId, scriptId, before, after);
    if (hasSchedule && !after.equals(before)) {
      boolean pauseOnly =
          before != null && !timesChanged && before.catchupSeconds() == after.catchupSeconds();
      followAfterCommit(scriptId, pauseOnly);
    }
  }

  @Override
  public void deleted(UUID orgId, UUID scriptId, Actor by) {
    history.deleted(orgId, scriptId, by.userId());
    followAfterCommit(scriptId, true);
  }

  @Override
  public void restored(UUID orgId, UUID scriptId, String name, ScheduleSpec spec) {
    history.restored(orgId, scriptId);
    followAfterCommit(scriptId, true);
  }

  private void followAfterCommit(UUID scriptId, boolean pauseOnly) {
    if (pauseOnly && !repository.hasCron(scriptId)) {
      return;
    }
    boolean wasSynced = repository.markUnsynced(scriptId);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            follow(scriptId, pauseOnly && wasSynced);
          }
        });
  }

  private void follow(UUID scriptId, boolean pauseOnly) {
    try {
      writer.follow(scriptId, pauseOnly);
    } catch (RuntimeException failure) {
      log.warn(
          "Temporal's Schedule of script {} could not be changed now; it will be tried again every few"
              + " seconds.",
          scriptId,
          failure);
    }
  }

  private static boolean sameTimes(ScheduleSpec before, ScheduleSpec after) {
    return Objects.equals(before.cron(), after.cron())
        && before.timezone().equals(after.timezone())
        && before.jitterSeconds() == after.jitterSeconds();
  }
}
