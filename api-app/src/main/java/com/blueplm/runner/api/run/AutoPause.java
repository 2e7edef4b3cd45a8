package com.blueplm.runner.api.run;

import com.blueplm.runner.api.slot.PauseFollower;
import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pauses the schedule of a script whose scheduled runs fail one after another. Only runs with a
 * slot count; any success, also of a manual run, begins the count anew, as a resume does. Runs that
 * were cancelled, skipped or missed neither count nor reset.
 */
@Component
class AutoPause {
  private static final Logger log = LoggerFactory.getLogger(AutoPause.class);
  private static final Set<RunStatus> FAILURES =
      EnumSet.of(RunStatus.ERROR, RunStatus.TIMEOUT, RunStatus.LOST);

  private final AutoPauseRepository repository;
  private final Pauses pauses;
  private final PauseFollower follower;
  private final Clock clock;

  AutoPause(AutoPauseRepository repository, Pauses pauses, PauseFollower follower, Clock clock) {
    this.repository = repository;
    this.pauses = pauses;
    this.follower = follower;
    this.clock = clock;
  }

  /** Judges a run that has just ended; the caller holds the lock of its script. */
  void ended(LockedRun run, RunStatus status, EndReason reason) {
    if (run.slotAt() == null || !FAILURES.contains(status)) {
      return;
    }
    int limit = repository.limit(run.orgId(), run.scriptId());
    if (limit == 0 || repository.failuresInARow(run.orgId(), run.scriptId(), limit) < limit) {
      return;
    }
    String why =
        "Paused after %d failures in a row; the last run %s ended as %s (%s)"
            .formatted(limit, run.id(), status.wire(), reason.wire());
    boolean begun =
        pauses.begin(
            run.orgId(),
            run.scriptId(),
            PauseKind.PAUSE,
            PauseSource.FAILURES,
            why,
            null,
            clock.instant());
    if (begun) {
      follower.followSoon(run.scriptId());
      log.warn(
          "The schedule of script {} starts nothing until a person resumes it. {}",
          run.scriptId(),
          why);
    }
  }
}
