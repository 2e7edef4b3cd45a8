package com.blueplm.runner.api.temporal;

import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunScript;
import com.blueplm.runner.contract.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final WorkflowLooks looks;

  RunWorkflows(WorkflowClient client, TemporalCalls calls, WorkflowLooks looks) {
    this.client = client;
    this.calls = calls;
    this.looks = looks;
  }

  /** How the workflow stands. */
  public WorkflowState describe(String workflowId) {
    return looks.describe(workflowId);
  }

  /**
   * Starts the workflow of a run. One that was started before and is open is as good; one that is
   * closed is {@link Delivery#GONE}.
   */
  public Delivery start(RunStart start) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(start.workflowId())
            .setTaskQueue(TaskQueues.RUNS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setStaticSummary(RunSummary.of(start.scriptName(), start.trigger()))
            .build();
    AtomicBoolean startedBefore = new AtomicBoolean();
    Delivery delivery =
        calls.deliver(
            start.workflowId(),
            () -> {
              RunScript workflow = client.newWorkflowStub(RunScript.class, options);
              try {
                WorkflowClient.start(workflow::run, start.input());
              } catch (WorkflowExecutionAlreadyStarted started) {
                log.debug("Workflow {} has been started before", start.workflowId());
                startedBefore.set(true);
              }
            });
    return startedBefore.get() ? before(start.workflowId()) : delivery;
  }

  /** Tells a queued run that it is its turn. */
  public Delivery release(String workflowId) {
    return calls.deliver(
        workflowId, () -> client.newWorkflowStub(RunScript.class, workflowId).released());
  }

  /** Tells a held run what a person decided about this hold. */
  public Delivery decide(String workflowId, HoldDecision decision) {
    return calls.deliver(
        workflowId,
        () -> client.newWorkflowStub(RunScript.class, workflowId).holdDecided(decision));
  }

  /** Tells a held run what a person decided, without saying about which hold. */
  public Delivery decide(String workflowId, PersonsDecision decision) {
    return calls.deliver(
        workflowId, () -> client.newWorkflowStub(RunScript.class, workflowId).decided(decision));
  }

  /** Asks Temporal to cancel the workflow of a run. */
  public Delivery cancel(String workflowId) {
    return calls.deliver(workflowId, () -> client.newUntypedWorkflowStub(workflowId).cancel());
  }

  private Delivery before(String workflowId) {
    WorkflowState state = looks.describe(workflowId);
    if (state.isOpen()) {
      return Delivery.ACCEPTED;
    }
    return state.isClosed() ? Delivery.GONE : Delivery.UNAVAILABLE;
  }
}
