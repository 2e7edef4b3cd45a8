package com.blueplm.runner.api.temporal;

import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunScript;
import com.blueplm.runner.contract.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Starts the workflows of runs and tells them things. Every call may be repeated and answers within
 * {@link TemporalCalls#DEADLINE}.
 */
@Component
public class RunWorkflows {
  private static final Logger log = LoggerFactory.getLogger(RunWorkflows.class);

  private final WorkflowClient client;
  private final TemporalCalls calls;

  RunWorkflows(WorkflowClient client, TemporalCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** Starts the workflow of a run; one that has been started before is as good. */
  public Delivery start(RunStart start) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(start.workflowId())
            .setTaskQueue(TaskQueues.RUNS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setStaticSummary(RunSummary.of(start.scriptName(), start.trigger()))
            .build();
    return calls.deliver(
        start.workflowId(),
        () -> {
          RunScript workflow = client.newWorkflowStub(RunScript.class, options);
          try {
            WorkflowClient.start(workflow::run, start.input());
          } catch (WorkflowExecutionAlreadyStarted started) {
            log.debug("Workflow {} has been started before", start.workflowId());
          }
        });
  }

  /** Tells a queued run that it is its turn. */
  public Delivery release(String workflowId) {
    return calls.deliver(
        workflowId, () -> client.newWorkflowStub(RunScript.class, workflowId).released());
  }

  /** Tells a held run what a person decided. */
  public Delivery decide(String workflowId, PersonsDecision decision) {
    return calls.deliver(
        workflowId, () -> client.newWorkflowStub(RunScript.class, workflowId).decided(decision));
  }

  /** Asks Temporal to cancel the workflow of a run. */
  public Delivery cancel(String workflowId) {
    return calls.deliver(workflowId, () -> client.newUntypedWorkflowStub(workflowId).cancel());
  }
}
