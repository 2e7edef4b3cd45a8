package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunStatus;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Messages that Temporal has, or of which nothing is left, and whose run does not move. They are
 * sent again, seldom: the first time after ten seconds (a cancel after thirty), then after twice as
 * long each time, at most once a minute.
 */
@Component
class RepeatedMessages {
  private static final Logger log = LoggerFactory.getLogger(RepeatedMessages.class);

  private final RunLocksRepository locks;
  private final WorkflowMessagesRepository outbox;
  private final WorkflowMessages messages;

  RepeatedMessages(
      RunLocksRepository locks, WorkflowMessagesRepository outbox, WorkflowMessages messages) {
    this.locks = locks;
    this.outbox = outbox;
    this.messages = messages;
  }

  /**
   * For a pending run whose workflow waits and has no work under way: before the first attempt it
   * waits to be released, later for a person's decision.
   */
  @Transactional
  public void goOn(UUID runId) {
    Optional<LockedRun> found = locks.lock(runId);
    if (found.isEmpty() || found.get().status() != RunStatus.PENDING) {
      return;
    }
    LockedRun run = found.get();
    Optional<SentMessage> sent =
        run.attempt() == 0
            ? outbox.newest(runId, WorkflowMessage.Kind.RELEASED, null)
            : outbox.newest(runId, WorkflowMessage.Kind.DECIDED, run.attempt() + 1);
    if (sent.isPresent()) {
      repeat(run, sent.get());
    } else if (!run.early()) {
      log.warn("Run {} is pending and its workflow waits: it is told to go on", runId);
      if (run.attempt() == 0) {
        messages.released(run.orgId(), runId);
      } else {
        messages.decided(run, PersonsDecision.RERUN);
      }
    }
  }

  /** For a run that is being cancelled and whose workflow is open. */
  @Transactional
  public void cancel(UUID runId) {
    Optional<LockedRun> found = locks.lock(runId);
    if (found.isEmpty() || found.get().status() != RunStatus.CANCELLING) {
      return;
    }
    LockedRun run = found.get();
    Optional<SentMessage> sent = outbox.newest(runId, WorkflowMessage.Kind.CANCEL, null);
    if (sent.isPresent()) {
      repeat(run, sent.get());
    } else if (run.stopReason() == null) {
      messages.cancel(run);
    }
  }

  private void repeat(LockedRun run, SentMessage sent) {
    if (sent.repeatable()) {
      log.info(
          "Run {} is still {} although message {} was delivered. It is sent once more",
          run.id(),
          run.status().wire(),
          sent.id());
      outbox.repeat(sent.id());
      messages.sendAfterCommit(sent.id());
    }
  }
}
