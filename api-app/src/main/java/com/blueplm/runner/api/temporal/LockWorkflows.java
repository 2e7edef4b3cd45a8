package com.blueplm.runner.api.temporal;

import com.blueplm.runner.contract.LockDependencies;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Starts the workflows that lock dependencies. Every call may be repeated. */
@Component
public class LockWorkflows {
  private static final Logger log = LoggerFactory.getLogger(LockWorkflows.class);

  private final WorkflowClient client;
  private final TemporalCalls calls;

  LockWorkflows(WorkflowClient client, TemporalCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** Starts the workflow of a lock; one that is open is as good, one that is closed is not. */
  public Delivery start(UUID lockId) {
    String workflowId = WorkflowIds.ofLock(lockId);
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(workflowId)
            .setTaskQueue(TaskQueues.RUNS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setStaticSummary("Lock dependencies")
            .build();
    return calls.deliver(
        workflowId,
        () -> {
          LockDependencies workflow = client.newWorkflowStub(LockDependencies.class, options);
          try {
            WorkflowClient.start(workflow::lock, lockId);
          } catch (WorkflowExecutionAlreadyStarted started) {
            log.debug("Workflow {} is open", workflowId);
          }
        });
  }

  /** ACCEPTED while the workflow of a lock is open, GONE when it is closed or unknown. */
  public Delivery look(UUID lockId) {
    String workflowId = WorkflowIds.ofLock(lockId);
    AtomicBoolean open = new AtomicBoolean();
    Delivery answer =
        calls.deliver(
            workflowId,
            () ->
                open.set(
                    client.newUntypedWorkflowStub(workflowId).describe().getStatus()
                        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));
    return answer == Delivery.ACCEPTED && !open.get() ? Delivery.GONE : answer;
  }
}
