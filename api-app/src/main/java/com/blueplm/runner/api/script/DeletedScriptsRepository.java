package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deleted scripts: how they come back, and how they are purged. */
@Repository
class DeletedScriptsRepository {
  private final JdbcClient jdbc;

  DeletedScriptsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A script, deleted or not, with its row locked until the transaction ends. */
  Optional<Deletion> lock(UUID orgId, UUID id) {
    return jdbc.sql(
            """
            SELECT name, deleted_at, purged_at IS NOT NULL AS purged
              FROM scripts
             WHERE org_id = :org AND id = :id
               FOR NO KEY UPDATE
            """)
        .param("org", orgId)
        .param("id", id)
        .query(
            (row, number) -> {
              OffsetDateTime at = row.getObject("deleted_at", OffsetDateTime.class);
              return new Deletion(
                  row.getString("name"),
                  at == null ? null : at.toInstant(),
                  row.getBoolean("purged"));
            })
        .optional();
  }

  /**
   * Lets a deleted script live again, which counts as an edit.
   *
   * @throws org.springframework.dao.DuplicateKeyException when a live script has its name
   */
  void restore(Actor actor, UUID id) {
    int updated =
        jdbc.sql(
                """
                UPDATE scripts
                   SET deleted_at = NULL, deleted_by = NULL, updated_by = :user, updated_at = now(),
                       edit_version = edit_version + 1
                 WHERE org_id = :org AND id = :id AND deleted_at IS NOT NULL AND purged_at IS NULL
                """)
            .param("org", actor.orgId())
            .param("id", id)
            .param("user", actor.userId())
            .update();
    requireOne(updated);
  }

  /** Scripts of any organisation that were deleted before a moment and are not purged yet. */
  List<Expired> expired(Instant before, int limit) {
    return jdbc.sql(
            """
            SELECT org_id, id FROM scripts
             WHERE deleted_at < :before AND purged_at IS NULL
             ORDER BY deleted_at
             LIMIT :limit
            """)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Expired(row.getObject("org_id", UUID.class), row.getObject("id", UUID.class)))
        .list();
  }

  /** From here on nothing is left of it but its record. */
  void markPurged(Expired script) {
    int updated =
        jdbc.sql(
                """
                UPDATE scripts
                   SET purged_at = now(), schedule_synced = true, schedule_fingerprint = NULL
                 WHERE org_id = :org AND id = :id AND deleted_at IS NOT NULL AND purged_at IS NULL
                """)
            .param("org", script.orgId())
            .param("id", script.id())
            .update();
    requireOne(updated);
  }

  private static void requireOne(int updated) {
    if (updated != 1) {
      throw new IllegalStateException("Expected to change one script, changed " + updated);
    }
  }

  /**
   * What is known of a deletion.
   *
   * @param deletedAt when; null while the script lives
   */
  record Deletion(String name, @Nullable Instant deletedAt, boolean purged) {}

  /** A script whose time is over. */
  record Expired(UUID orgId, UUID id) {}
}
