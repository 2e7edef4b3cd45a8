package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Pauses and resumes schedules for people. It holds from the commit on: a slot that Temporal starts
 * before it has heard of a pause finds the pause in the ledger.
 */
@Component
class ScheduleControl {
  private static final Logger log = LoggerFactory.getLogger(ScheduleControl.class);

  private final ScriptLookupRepository scripts;
  private final ScheduleRepository repository;
  private final Pauses pauses;
  private final ScheduleFollow follow;
  private final Clock clock;

  ScheduleControl(
      ScriptLookupRepository scripts,
      ScheduleRepository repository,
      Pauses pauses,
      ScheduleFollow follow,
      Clock clock) {
    this.scripts = scripts;
    this.repository = repository;
    this.pauses = pauses;
    this.follow = follow;
    this.clock = clock;
  }

  /** Pauses; while paused the new reason takes the place of the old one for the slots to come. */
  @Transactional
  public void pause(Actor actor, UUID scriptId, String reason) {
    lock(actor, scriptId);
    Instant now = clock.instant();
    UUID orgId = actor.orgId();
    UUID by = actor.userId();
    pauses.end(orgId, scriptId, PauseKind.PAUSE, by, now);
    pauses.begin(orgId, scriptId, PauseKind.PAUSE, PauseSource.PERSON, reason, by, now);
    follow.afterCommit(scriptId, true);
    log.info("{} paused the schedule of script {}: {}", actor.email(), scriptId, reason);
  }

  /** Resumes; a schedule that is not paused goes on. */
  @Transactional
  public void resume(Actor actor, UUID scriptId) {
    RunnableScript script = lock(actor, scriptId);
    if (!script.active()) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "The script is inactive: set is_active to true to let it run again.");
    }
    if (pauses.end(actor.orgId(), scriptId, PauseKind.PAUSE, actor.userId(), clock.instant())) {
      follow.afterCommit(scriptId, true);
      log.info("{} resumed the schedule of script {}", actor.email(), scriptId);
    }
  }

  private RunnableScript lock(Actor actor, UUID scriptId) {
    RunnableScript script =
        scripts.lock(actor.orgId(), scriptId).orElseThrow(ProblemException::notFound);
    if (!repository.hasCron(scriptId)) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "The script has no schedule: give it a schedule_cron first.");
    }
    return script;
  }
}
