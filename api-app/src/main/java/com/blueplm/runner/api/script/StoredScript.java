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
 * @param editVersion grows with each edit
 */
record StoredScript(
    UUID id,
    ScriptSettings settings,
    @Nullable String code,
    int revision,
    int editVersion,
    List<String> secretKeys,
    @Nullable LastRun lastRun,
    Instant createdAt,
    @Nullable Person createdBy,
    Instant updatedAt,
    @Nullable Person updatedBy) {

  /** The entity tag: changes with edits and with nothing else. */
  String entityTag() {
    return "\"" + editVersion + "\"";
  }

  /** The newest run that started. */
  record LastRun(@Nullable UUID id, @Nullable Instant at, @Nullable String status) {}

  /** Somebody who made or changed something. */
  record Person(UUID id, String email) {}
}
