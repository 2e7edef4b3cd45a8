package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.temporal.RunSummary;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.WorkflowIds;
import com.google.protobuf.Duration;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import org.springframework.stereotype.Component;

/** What Temporal's Schedule of a script looks like. */
@Component
class ScheduleForm {
  private static final String WORKFLOW_TYPE = "RunScript";

  private final DataConverter converter;

  ScheduleForm(WorkflowClient client) {
    this.converter = client.getOptions().getDataConverter();
  }

  Schedule of(ScriptSchedule script, String cron) {
    return Schedule.newBuilder()
        .setAction(ScheduleAction.newBuilder().setStartWorkflow(workflow(script)))
        .setSpec(
            ScheduleSpec.newBuilder()
                .addAllCronString(CronLines.forTemporal(cron, script.spec().timezone()))
                .setTimezoneName(script.spec().timezone())
                .setJitter(seconds(script.spec().jitterSeconds())))
        .setPolicies(
            SchedulePolicies.newBuilder()
                .setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)
                .setCatchupWindow(seconds(script.spec().catchupSeconds())))
        .setState(ScheduleState.newBuilder().setPaused(script.isPaused()).setNotes(script.note()))
        .build();
  }

  private NewWorkflowExecutionInfo workflow(ScriptSchedule script) {
    return NewWorkflowExecutionInfo.newBuilder()
        .setWorkflowId(WorkflowIds.scheduleOf(script.scriptId()))
        .setWorkflowType(WorkflowType.newBuilder().setName(WORKFLOW_TYPE))
        .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.RUNS))
        .setInput(
            Payloads.newBuilder().addPayloads(payload(RunScriptInput.scheduled(script.scriptId()))))
        .setUserMetadata(
            // The Java SDK cannot describe a Schedule that has a summary and no details (1.38).
            UserMetadata.newBuilder()
                .setSummary(payload(RunSummary.of(script.name(), TriggerType.SCHEDULED)))
                .setDetails(payload("Script " + script.scriptId())))
        .build();
  }

  private Payload payload(Object value) {
    return converter.toPayload(value).orElseThrow();
  }

  private static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
