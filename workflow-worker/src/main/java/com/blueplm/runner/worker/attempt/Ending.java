package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import org.jspecify.annotations.Nullable;

/** What an attempt's end means. */
record Ending(AttemptOutcome outcome, EndReason reason, boolean drained) {

  /** The meaning of a status; {@code cause} is null when the script ended by itself. */
  static Ending of(@Nullable StopCause cause, ExitStatus status) {
    if (cause != null) {
      return new Ending(cause.outcome(), cause.endReason(), cause == StopCause.DRAINED);
    }
    if (status.exitCode() == null) {
      return new Ending(AttemptOutcome.ERROR, EndReason.SIGNAL, false);
    }
    return status.exitCode() == 0
        ? new Ending(AttemptOutcome.SUCCESS, EndReason.EXITED, false)
        : new Ending(AttemptOutcome.ERROR, EndReason.EXITED, false);
  }
}
