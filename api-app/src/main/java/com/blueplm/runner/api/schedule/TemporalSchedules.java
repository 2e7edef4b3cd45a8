package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.temporal.RunSummary;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes Temporal's Schedule of a script what the script says. */
@Component
class TemporalSchedules {
  private static final String WORKFLOW_TYPE = "RunScript";

  private final ScheduleClient client;
  private final ScheduleCalls calls;

  TemporalSchedules(ScheduleClient client, ScheduleCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** Creates, updates, pauses or deletes the Schedule; may be repeated. */
  void apply(ScriptSchedule script) {
    if (script.spec().cron() == null) {
      delete(script);
      return;
    }
    Schedule schedule = schedule(script, script.spec().cron());
    try {
      calls.call(
          () -> client.createSchedule(id(script), schedule, ScheduleOptions.newBuilder().build()));
    } catch (ScheduleAlreadyRunningException exists) {
      update(script, schedule);
    }
  }

  /** Throws 503 when Temporal does not answer; whether the script has a Schedule is no matter. */
  void requireReachable(UUID scriptId) {
    try {
      calls.call(() -> client.getHandle(WorkflowIds.scheduleOf(scriptId)).describe());
    } catch (RuntimeException failure) {
      if (!ScheduleCalls.isNotFound(failure)) {
        throw failure;
      }
    }
  }

  /** Pauses or resumes only, so that the due slots of an unchanged spec are kept. */
  void applyPause(ScriptSchedule script) {
    ScheduleHandle handle = client.getHandle(id(script));
    calls.run(
        () -> {
          if (script.isPaused()) {
            handle.pause(script.note());
          } else {
            handle.unpause("resumed");
          }
        });
  }

  private void update(ScriptSchedule script, Schedule schedule) {
    calls.run(
        () ->
            client.getHandle(id(script)).update(current -> new ScheduleUpdate(schedule)));
  }

  private void delete(ScriptSchedule script) {
    try {
      calls.run(() -> client.getHandle(id(script)).delete());
    } catch (RuntimeException failure) {
      if (!ScheduleCalls.isNotFound(failure)) {
        throw failure;
      }
    }
  }

  private static Schedule schedule(ScriptSchedule script, String cron) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(WORKFLOW_TYPE)
                .setArguments(RunScriptInput.scheduled(script.scriptId()))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(id(script))
                        .setTaskQueue(TaskQueues.RUNS)
                        .setStaticSummary(RunSummary.of(script.name(), TriggerType.SCHEDULED))
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setCronExpressions(CronLines.parse("schedule_cron", cron).expressions())
                .setTimeZoneName(script.spec().timezone())
                .setJitter(Duration.ofSeconds(script.spec().jitterSeconds()))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)
                .setCatchupWindow(Duration.ofSeconds(script.spec().catchupSeconds()))
                .build())
        .setState(
            ScheduleState.newBuilder().setPaused(script.isPaused()).setNote(script.note()).build())
        .build();
  }

  private static String id(ScriptSchedule script) {
    return WorkflowIds.scheduleOf(script.scriptId());
  }
}
