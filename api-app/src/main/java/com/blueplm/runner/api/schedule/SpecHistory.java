package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleSpec;
import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.api.slot.Specs;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps which schedule a script had when, and when it was inactive or deleted, in the transaction
 * of the change. What was due before is not worked out here: the periods say it, at any later time.
 */
@Component
class SpecHistory {
  private final Specs specs;
  private final Pauses pauses;
  private final ScheduleRepository repository;
  private final Clock clock;

  SpecHistory(Specs specs, Pauses pauses, ScheduleRepository repository, Clock clock) {
    this.specs = specs;
    this.pauses = pauses;
    this.repository = repository;
    this.clock = clock;
  }

  /** A script was saved. */
  void saved(UUID orgId, UUID scriptId, @Nullable ScheduleSpec before, ScheduleSpec after) {
    Instant at = clock.instant();
    if (before == null || !sameTimes(before, after)) {
      if (before != null && isDue(before)) {
        specs.end(orgId, scriptId, at);
      }
      if (isDue(after)) {
        specs.begin(orgId, scriptId, Objects.requireNonNull(after.cron()), after.timezone(), at);
      }
    }
    boolean wasActive = before == null || before.scriptActive();
    if (wasActive && !after.scriptActive()) {
      UUID by = repository.editorOf(orgId, scriptId);
      pauses.begin(orgId, scriptId, PauseKind.INACTIVE, PauseSource.PERSON, "inactive", by, at);
    } else if (!wasActive && after.scriptActive()) {
      pauses.end(orgId, scriptId, PauseKind.INACTIVE, repository.editorOf(orgId, scriptId), at);
    }
  }

  void deleted(UUID orgId, UUID scriptId, UUID by) {
    pauses.begin(
        orgId, scriptId, PauseKind.DELETED, PauseSource.PERSON, "deleted", by, clock.instant());
  }

  void restored(UUID orgId, UUID scriptId) {
    pauses.end(
        orgId, scriptId, PauseKind.DELETED, repository.editorOf(orgId, scriptId), clock.instant());
  }

  /** Nothing is due any more. */
  void purged(UUID orgId, UUID scriptId) {
    specs.end(orgId, scriptId, clock.instant());
  }

  private static boolean isDue(ScheduleSpec spec) {
    return spec.enabled() && spec.cron() != null;
  }

  private static boolean sameTimes(ScheduleSpec before, ScheduleSpec after) {
    return isDue(before) == isDue(after)
        && Objects.equals(before.cron(), after.cron())
        && before.timezone().equals(after.timezone());
  }
}
