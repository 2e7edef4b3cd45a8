package com.blueplm.runner.api.script;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A live script as it lies in the database.
 *
 * @param code null where only a list was asked for
 * @param revision the number of the live revision
 * @param locking where the locks of its dependencies stand; null where only a list was asked for
 * @param editVersion grows with each edit
 * @param paused the pause of its schedule that holds now; null when none does
 * @param didNotRun its newest due slot, when nothing came of it; null otherwise
 */
record StoredScript(
    UUID id,
    ScriptSettings settings,
    @Nullable String code,
    int revision,
    @Nullable Locking locking,
    int editVersion,
    List<String> secretKeys,
    @Nullable SchedulePaused paused,
    @Nullable DidNotRun didNotRun,
    @Nullable LastRun lastRun,
    Instant createdAt,
    @Nullable Person createdBy,
    Instant updatedAt,
    @Nullable Person updatedBy) {

  /** The entity tag: changes with edits and with nothing else. */
  String entityTag() {
    return "\"" + editVersion + "\"";
  }

  /**
   * Where the locks of a script's dependencies stand.
   *
   * @param locked whether the live revision has a lock
   * @param pending the revision that waits for its lock; null when none does
   */
  record Locking(boolean locked, @Nullable Pending pending) {}

  /**
   * A revision that is saved but not live.
   *
   * @param lockError why there is no lock; null while a worker still has to answer
   */
  record Pending(int number, String code, @Nullable String lockError) {}

  /** The newest run that started. */
  record LastRun(@Nullable UUID id, @Nullable Instant at, @Nullable String status) {}

  /** Somebody who made or changed something. */
  record Person(UUID id, String email) {}
}
