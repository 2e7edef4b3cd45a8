package com.blueplm.runner.api.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks Temporal how a workflow stands: one call of the service itself, without the retries of the
 * client, answered within {@link TemporalCalls#DEADLINE}.
 */
@Component
class WorkflowLooks {
  private static final Logger log = LoggerFactory.getLogger(WorkflowLooks.class);

  private final WorkflowClient client;

  WorkflowLooks(WorkflowClient client) {
    this.client = client;
  }

  /** The newest execution of this id. */
  WorkflowState describe(String workflowId) {
    try {
      return stateOf(
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(TemporalCalls.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                      .build()));
    } catch (StatusRuntimeException failure) {
      if (TemporalCalls.isUnavailable(failure)) {
        log.debug("Temporal did not describe workflow {}", workflowId, failure);
        return WorkflowState.UNAVAILABLE;
      }
      if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return WorkflowState.UNKNOWN;
      }
      log.error("Temporal refused to describe workflow {}. It is asked again", workflowId, failure);
      return WorkflowState.UNAVAILABLE;
    }
  }

  private static WorkflowState stateOf(DescribeWorkflowExecutionResponse answer) {
    return switch (answer.getWorkflowExecutionInfo().getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> WorkflowState.COMPLETED;
      case WORKFLOW_EXECUTION_STATUS_FAILED -> WorkflowState.FAILED;
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> WorkflowState.CANCELED;
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> WorkflowState.TERMINATED;
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> WorkflowState.TIMED_OUT;
      // Paused by an operator, or about to go on under the same id: open, and not for us to move.
      case WORKFLOW_EXECUTION_STATUS_PAUSED,
          WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
          WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
          UNRECOGNIZED ->
          WorkflowState.WORKING;
      case WORKFLOW_EXECUTION_STATUS_RUNNING ->
          answer.getPendingActivitiesCount() > 0 || answer.hasPendingWorkflowTask()
              ? WorkflowState.WORKING
              : WorkflowState.WAITING;
    };
  }
}
