package com.blueplm.runner.api.schedule;

import com.blueplm.runner.contract.WorkflowIds;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.StatusUtils;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What Temporal knows about a slot: its workflow, and how far its Schedule is. */
@Component
class SlotWorkflows {
  private final WorkflowServiceStubs stubs;
  private final ScheduleCalls calls;
  private final String namespace;

  SlotWorkflows(WorkflowServiceStubs stubs, WorkflowClient client, ScheduleCalls calls) {
    this.stubs = stubs;
    this.calls = calls;
    this.namespace = client.getOptions().getNamespace();
  }

  /** Where the workflow of a slot stands. */
  enum State {
    OPEN,
    CLOSED,
    UNKNOWN
  }

  /**
   * Describes the workflow of a slot.
   *
   * @throws RuntimeException when Temporal does not answer, or knows nothing because its namespace
   *     is gone
   */
  State stateOf(UUID scriptId, Instant slotAt) {
    DescribeWorkflowExecutionRequest request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(namespace)
            .setExecution(
                WorkflowExecution.newBuilder().setWorkflowId(WorkflowIds.ofSlot(scriptId, slotAt)))
            .build();
    return unlessMissing(() -> stubs.blockingStub().describeWorkflowExecution(request))
        .map(
            answer ->
                answer.getWorkflowExecutionInfo().getStatus()
                        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? State.OPEN
                    : State.CLOSED)
        .orElse(State.UNKNOWN);
  }

  /** Describes the Schedule of a script; empty when Temporal has none. Fails as above. */
  Optional<SchedulePosition> positionOf(UUID scriptId) {
    DescribeScheduleRequest request =
        DescribeScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(WorkflowIds.scheduleOf(scriptId))
            .build();
    return unlessMissing(() -> stubs.blockingStub().describeSchedule(request))
        .map(answer -> position(answer.getInfo(), answer.getSchedule().getState().getPaused()));
  }

  private static SchedulePosition position(ScheduleInfo info, boolean paused) {
    return new SchedulePosition(
        instant(info.hasUpdateTime() ? info.getUpdateTime() : info.getCreateTime()),
        !info.hasUpdateTime(),
        info.getBufferSize(),
        info.getFutureActionTimesCount() == 0 ? Instant.MAX : instant(info.getFutureActionTimes(0)),
        paused);
  }

  private <T> Optional<T> unlessMissing(Supplier<T> call) {
    try {
      return Optional.of(calls.call(call));
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() != Status.Code.NOT_FOUND
          || StatusUtils.hasFailure(failure, NamespaceNotFoundFailure.class)) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /**
   * How far a Schedule is.
   *
   * @param changedAt when it was created or updated last: nothing that was due before is started
   *     any more
   * @param madeAnew whether that was its creation
   * @param buffered starts that it owes
   * @param nextActionAt what it looks at next, so that all before is decided; far away when nothing
   *     follows
   * @param paused whether it is paused: then it starts nothing that is not buffered
   */
  record SchedulePosition(
      Instant changedAt, boolean madeAnew, long buffered, Instant nextActionAt, boolean paused) {}
}
