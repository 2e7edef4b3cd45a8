package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.RunStatus;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends runs that were being cancelled when their worker died, even while Temporal is down. */
@Component
class CancelledOrphans {
  private final RunLocksRepository locks;
  private final RunAttemptsRepository attempts;
  private final AttemptClosing closing;
  private final WorkflowMessages messages;

  CancelledOrphans(
      RunLocksRepository locks,
      RunAttemptsRepository attempts,
      AttemptClosing closing,
      WorkflowMessages messages) {
    this.locks = locks;
    this.attempts = attempts;
    this.closing = closing;
    this.messages = messages;
  }

  /**
   * Ends the run as cancelled, its tree unconfirmed, if its lease is still dead under the locks.
   */
  @Transactional
  public void end(UUID runId) {
    if (!locks.lockScriptOf(runId)) {
      return;
    }
    LockedRun run = locks.lock(runId).orElseThrow();
    attempts
        .lock(runId, run.attempt())
        .filter(row -> run.status() == RunStatus.CANCELLING && !row.ended() && closing.isDead(row))
        .ifPresent(
            row -> {
              var unused = closing.lose(run, row);
              if (run.stopReason() == null) {
                messages.cancel(run);
              }
            });
  }
}
