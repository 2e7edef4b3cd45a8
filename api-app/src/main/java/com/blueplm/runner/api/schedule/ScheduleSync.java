package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.script.ScheduleSpec;
import com.blueplm.runner.api.script.ScriptChangeListener;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets Temporal's Schedules follow the scripts. The spec is checked with Temporal inside the
 * transaction of the change, so that a bad one, or a Temporal that is down, refuses the change; the
 * Schedule itself is written after the commit, so that a change that is rolled back never reaches
 * Temporal. What fails then is repeated by {@link ScheduleReconciler}.
 */
@Component
class ScheduleSync implements ScriptChangeListener {
  private final SpecCheck check;
  private final ScheduleFollow follow;
  private final TemporalSchedules schedules;
  private final SpecHistory history;

  ScheduleSync(
      SpecCheck check, ScheduleFollow follow, TemporalSchedules schedules, SpecHistory history) {
    this.check = check;
    this.follow = follow;
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
      follow.afterCommit(scriptId, pauseOnly);
    }
  }

  @Override
  public void deleted(UUID orgId, UUID scriptId, Actor by) {
    history.deleted(orgId, scriptId, by.userId());
    follow.afterCommit(scriptId, true);
  }

  @Override
  public void restored(UUID orgId, UUID scriptId, String name, ScheduleSpec spec) {
    history.restored(orgId, scriptId);
    follow.afterCommit(scriptId, true);
  }

  @Override
  public void purged(UUID orgId, UUID scriptId) {
    history.purged(orgId, scriptId);
    schedules.delete(scriptId);
  }

  private static boolean sameTimes(ScheduleSpec before, ScheduleSpec after) {
    return Objects.equals(before.cron(), after.cron())
        && before.timezone().equals(after.timezone())
        && before.jitterSeconds() == after.jitterSeconds();
  }
}
