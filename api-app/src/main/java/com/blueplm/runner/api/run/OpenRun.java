package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.RunStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * A run of a script that has not ended.
 *
 * @param id the run
 * @param status where it stands
 * @param due its slot, or when it was accepted: the order of runs
 * @param backfill whether a person ordered it for a slot of the past
 */
record OpenRun(UUID id, RunStatus status, Instant due, boolean backfill) {

  boolean isQueued() {
    return status == RunStatus.QUEUED;
  }

  /** Whether a process may be alive for it, so that a cancel takes a while. */
  boolean isClaimed() {
    return status == RunStatus.RUNNING || status == RunStatus.CANCELLING;
  }
}
