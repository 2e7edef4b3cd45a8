package com.blueplm.runner.api.run;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Releases runs that wait although nothing is in their way. */
@Component
class LostReleases {
  private static final Logger log = LoggerFactory.getLogger(LostReleases.class);

  private final RunLocksRepository locks;
  private final RunEnds runEnds;

  LostReleases(RunLocksRepository locks, RunEnds runEnds) {
    this.locks = locks;
    this.runEnds = runEnds;
  }

  /** Releases the first in the queue of the script of a queued run. */
  @Transactional
  public void release(UUID runId) {
    if (locks.lockScriptOf(runId)) {
      LockedRun run = locks.lock(runId).orElseThrow();
      log.info("Run {} is queued with nothing in its way: the queue goes on", runId);
      runEnds.releaseNext(run.orgId(), run.scriptId());
    }
  }
}
