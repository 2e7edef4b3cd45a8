package com.blueplm.runner.api.schedule;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a Schedule in Temporal differs from what its script says.
 *
 * @param missing whether Temporal has none
 * @param edited whether its spec, policies or action were changed there
 * @param pause what became of its pause there
 * @param unrecorded whether it agrees, but how Temporal describes it was not known yet
 */
record Drift(boolean missing, boolean edited, PauseDrift pause, boolean unrecorded) {
  private static final Drift MISSING = new Drift(true, false, PauseDrift.NONE, false);

  /** What became of a pause in Temporal. */
  enum PauseDrift {
    /** It is paused exactly when its script says so. */
    NONE,
    /** Somebody paused it there. */
    PAUSED,
    /** Somebody resumed there what was paused by a person, by failures or there. */
    RESUMED,
    /** Somebody resumed the Schedule of a script that is inactive, deleted or switched off. */
    MUST_PAUSE
  }

  /**
   * Compares.
   *
   * @param wanted the Schedule as we would write it now
   * @param described as Temporal has it; null when it has none
   */
  static Drift between(DriftRepository.Known known, Schedule wanted, @Nullable Schedule described) {
    if (described == null) {
      return MISSING;
    }
    Fingerprint stored = known.fingerprint();
    boolean edited =
        stored == null
            ? !comparable(wanted).equals(comparable(described))
            : !stored.equals(Fingerprint.of(described));
    return new Drift(
        false,
        edited,
        pauseDrift(known.script(), described.getState().getPaused()),
        stored == null && !edited);
  }

  boolean isNone() {
    return !missing && !edited && pause == PauseDrift.NONE && !unrecorded;
  }

  private static PauseDrift pauseDrift(ScriptSchedule script, boolean pausedThere) {
    if (pausedThere == script.isPaused()) {
      return PauseDrift.NONE;
    }
    if (pausedThere) {
      return PauseDrift.PAUSED;
    }
    return script.mustPause() ? PauseDrift.MUST_PAUSE : PauseDrift.RESUMED;
  }

  /** All but the cron lines, which Temporal describes in another form than they were written in. */
  private static Comparable comparable(Schedule schedule) {
    ScheduleSpec spec = schedule.getSpec();
    SchedulePolicies policies = schedule.getPolicies();
    NewWorkflowExecutionInfo workflow = schedule.getAction().getStartWorkflow();
    return new Comparable(
        spec.getTimezoneName(),
        spec.getJitter().getSeconds(),
        policies.getOverlapPolicyValue(),
        policies.getCatchupWindow().getSeconds(),
        schedule.getState().getLimitedActions(),
        workflow.getWorkflowId(),
        workflow.getWorkflowType().getName(),
        workflow.getTaskQueue().getName(),
        workflow.getInput().getPayloadsList());
  }

  private record Comparable(
      String timezone,
      long jitter,
      int overlap,
      long catchup,
      boolean limited,
      String workflowId,
      String workflowType,
      String taskQueue,
      List<Payload> input) {}
}
