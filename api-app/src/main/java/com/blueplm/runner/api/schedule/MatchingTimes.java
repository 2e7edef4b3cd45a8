package com.blueplm.runner.api.schedule;

import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * When a spec is due, asked of Temporal itself through a paused scratch Schedule, never of a second
 * cron implementation. One use costs three calls, 10 to 20 ms together.
 */
@Component
class MatchingTimes {
  private static final Logger log = LoggerFactory.getLogger(MatchingTimes.class);

  private final WorkflowServiceStubs stubs;
  private final String namespace;
  private final ScheduleCalls calls;
  private final ExecutorService cleanup = Executors.newVirtualThreadPerTaskExecutor();

  MatchingTimes(WorkflowServiceStubs stubs, WorkflowClient client, ScheduleCalls calls) {
    this.stubs = stubs;
    this.namespace = client.getOptions().getNamespace();
    this.calls = calls;
  }

  /**
   * Opens a scratch Schedule for the spec, lets the question be asked and removes it, for which
   * nobody waits.
   *
   * @throws RuntimeException whose {@link ScheduleCalls#refusal} says what Temporal has against the
   *     spec
   */
  <T> T ask(List<String> cronExpressions, String timezone, Function<Spec, T> question) {
    String id = "preview-" + UUID.randomUUID();
    calls.call(() -> stubs.blockingStub().createSchedule(scratch(id, cronExpressions, timezone)));
    try {
      return question.apply((after, until) -> list(id, after, until));
    } finally {
      cleanup.execute(() -> delete(id));
    }
  }

  private List<Instant> list(String id, Instant after, Instant until) {
    ListScheduleMatchingTimesRequest request =
        ListScheduleMatchingTimesRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setStartTime(timestamp(after))
            .setEndTime(timestamp(until))
            .build();
    return calls
        .call(() -> stubs.blockingStub().listScheduleMatchingTimes(request))
        .getStartTimeList()
        .stream()
        .map(time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        .toList();
  }

  private void delete(String id) {
    try {
      calls.call(
          () ->
              stubs
                  .blockingStub()
                  .deleteSchedule(
                      DeleteScheduleRequest.newBuilder()
                          .setNamespace(namespace)
                          .setScheduleId(id)
                          .build()));
    } catch (RuntimeException failure) {
      log.warn(
          "The scratch Schedule {} could not be deleted; it is paused and starts nothing. Delete it in"
              + " Temporal's UI.",
          id,
          failure);
    }
  }

  private CreateScheduleRequest scratch(String id, List<String> cronExpressions, String timezone) {
    ScheduleSpec spec =
        ScheduleSpec.newBuilder()
            .addAllCronString(cronExpressions)
            .setTimezoneName(timezone)
            .build();
    NewWorkflowExecutionInfo nothing =
        NewWorkflowExecutionInfo.newBuilder()
            .setWorkflowId(id)
            .setWorkflowType(WorkflowType.newBuilder().setName("Preview"))
            .setTaskQueue(TaskQueue.newBuilder().setName("preview"))
            .build();
    return CreateScheduleRequest.newBuilder()
        .setNamespace(namespace)
        .setScheduleId(id)
        .setRequestId(id)
        .setSchedule(
            Schedule.newBuilder()
                .setSpec(spec)
                .setAction(ScheduleAction.newBuilder().setStartWorkflow(nothing))
                .setState(ScheduleState.newBuilder().setPaused(true).setNotes("Preview")))
        .build();
  }

  /** Waits for the removals that are under way. */
  @PreDestroy
  void close() {
    cleanup.close();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** A spec that can be asked when it is due. */
  @FunctionalInterface
  interface Spec {
    /** At most 1,000 due times after the first and up to the second moment, soonest first. */
    List<Instant> between(Instant after, Instant until);
  }
}
