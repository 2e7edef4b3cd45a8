package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.RunStatus;
import java.time.Duration;
import java.util.UUID;

/**
 * An open run whose workflow is to be looked at.
 *
 * @param id the run
 * @param workflowId its workflow
 * @param status where it stands
 * @param early whether its next attempt is due later
 */
record OpenLook(UUID id, String workflowId, RunStatus status, boolean early) {
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofSeconds(15);

  /** How long after a look the next one is due: runs that wait are looked at less often. */
  Duration interval() {
    boolean waits = early || status == RunStatus.QUEUED || status == RunStatus.NEEDS_DECISION;
    return waits ? SELDOM : OFTEN;
  }

  /** Whether a worker may hold it. */
  boolean isLive() {
    return status == RunStatus.RUNNING || status == RunStatus.CANCELLING;
  }
}
