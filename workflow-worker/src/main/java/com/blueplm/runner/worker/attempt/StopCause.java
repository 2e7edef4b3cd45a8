package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import java.time.Duration;

/** Why a running script is stopped, and how. */
enum StopCause {
  TIMEOUT(AttemptOutcome.TIMEOUT, EndReason.TIMEOUT, Duration.ofSeconds(5)),
  CANCELLED(AttemptOutcome.CANCELLED, EndReason.CANCELLED, Duration.ofSeconds(10)),
  MEMORY_LIMIT(AttemptOutcome.ERROR, EndReason.MEMORY_LIMIT, Duration.ZERO),
  OUTPUT_LIMIT(AttemptOutcome.ERROR, EndReason.OUTPUT_LIMIT, Duration.ZERO),
  SUPERSEDED(AttemptOutcome.SUPERSEDED, EndReason.WORKER_LOST, Duration.ZERO),
  DRAINED(AttemptOutcome.WORKER_LOST, EndReason.WORKER_LOST, Duration.ofSeconds(5)),
  OUTAGE(AttemptOutcome.WORKER_LOST, EndReason.WORKER_LOST, Duration.ofSeconds(5));

  private final AttemptOutcome outcome;
  private final EndReason endReason;
  private final Duration grace;

  StopCause(AttemptOutcome outcome, EndReason endReason, Duration grace) {
    this.outcome = outcome;
    this.endReason = endReason;
    this.grace = grace;
  }

  AttemptOutcome outcome() {
    return outcome;
  }

  EndReason endReason() {
    return endReason;
  }

  /** Time between TERM and KILL; zero means KILL at once. */
  Duration grace() {
    return grace;
  }
}
