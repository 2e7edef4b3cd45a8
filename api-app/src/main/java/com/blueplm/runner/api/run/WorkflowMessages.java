package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Messages to workflows: written with the state change that causes them, sent right after its
 * commit, and repeated by the reconciler until Temporal has them.
 */
@Component
class WorkflowMessages {
  private static final Logger log = LoggerFactory.getLogger(WorkflowMessages.class);

  private final WorkflowMessagesRepository outbox;
  private final RunWorkflows workflows;
  private final AfterCommit afterCommit;

  WorkflowMessages(
      WorkflowMessagesRepository outbox, RunWorkflows workflows, AfterCommit afterCommit) {
    this.outbox = outbox;
    this.workflows = workflows;
    this.afterCommit = afterCommit;
  }

  void cancel(LockedRun run) {
    sendAfterCommit(outbox.insert(run.orgId(), run.id(), WorkflowMessage.Kind.CANCEL, null, null));
  }

  void released(UUID orgId, UUID runId) {
    sendAfterCommit(outbox.insert(orgId, runId, WorkflowMessage.Kind.RELEASED, null, null));
  }

  /** The decision names the attempt that would follow: repeated, it never ends a later hold. */
  void decided(LockedRun run, PersonsDecision decision) {
    sendAfterCommit(
        outbox.insert(
            run.orgId(),
            run.id(),
            WorkflowMessage.Kind.DECIDED,
            decision.wire(),
            run.attempt() + 1));
  }

  /** Sends what is left, as far as the round goes. */
  void sendOpen(Round round) {
    for (WorkflowMessage message : outbox.open()) {
      if (!round.goesOn()) {
        return;
      }
      round.heard(send(message));
    }
  }

  void sendAfterCommit(long id) {
    afterCommit.run(() -> outbox.findOpen(id).ifPresent(this::send));
  }

  /**
   * A workflow that Temporal does not know is over, and the message is pointless, unless it is just
   * being started.
   */
  private Delivery send(WorkflowMessage message) {
    Delivery delivery =
        switch (message.kind()) {
          case CANCEL -> workflows.cancel(message.workflowId());
          case RELEASED -> workflows.release(message.workflowId());
          case DECIDED -> decide(message);
        };
    if (delivery == Delivery.ACCEPTED || (delivery == Delivery.GONE && message.old())) {
      outbox.delivered(message.id());
    } else {
      log.debug(
          "Message {} to workflow {} is not delivered yet ({}). The reconciler repeats it",
          message.kind(),
          message.workflowId(),
          delivery);
    }
    return delivery;
  }

  private Delivery decide(WorkflowMessage message) {
    PersonsDecision decision =
        PersonsDecision.of(Objects.requireNonNull(message.body(), "no decision"));
    Integer attempt = message.attempt();
    return attempt == null
        ? workflows.decide(message.workflowId(), decision)
        : workflows.decide(message.workflowId(), new HoldDecision(attempt, decision));
  }
}
