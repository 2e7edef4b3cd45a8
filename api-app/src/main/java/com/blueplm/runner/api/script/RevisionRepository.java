package com.blueplm.runner.api.script;

import com.blueplm.runner.api.dependency.LockState;
import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.identity.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Numbered revisions: written once, never changed, but for a lock that comes late. */
@Repository
class RevisionRepository {
  private static final String FROM =
      """
        FROM script_revisions r
        JOIN scripts s ON s.org_id = r.org_id AND s.id = r.script_id AND s.deleted_at IS NULL
        LEFT JOIN users u ON u.org_id = r.org_id AND u.id = r.created_by
       WHERE r.org_id = :org AND r.script_id = :script AND r.number IS NOT NULL
      """;

  private final JdbcClient jdbc;

  RevisionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores the next revision of a script whose row is locked and answers its id.
   *
   * @param lock the lock of its dependencies, or the request for it; null when it needs none
   */
  UUID append(
      Actor actor, UUID scriptId, String code, @Nullable String message, @Nullable LockState lock) {
    return jdbc.sql(
            """
            INSERT INTO script_revisions
                   (org_id, script_id, number, code, code_sha256, message, created_by, lock_id,
                    requirements_lock)
            SELECT :org, :script, coalesce(max(number), 0) + 1, :code, :hash, :message, :user,
                   CAST(:lockId AS uuid), CAST(:lock AS text)
              FROM script_revisions WHERE org_id = :org AND script_id = :script
            RETURNING id
            """)
        .param("org", actor.orgId())
        .param("script", scriptId)
        .param("code", code)
        .param("hash", Sha256.of(code))
        .param("message", message)
        .param("user", actor.userId())
        .param("lockId", lock == null ? null : lock.id())
        .param("lock", lock == null ? null : lock.lock())
        .query(UUID.class)
        .single();
  }

  /** Revisions without their code, newest first, with numbers below the given one. */
  List<RevisionView> list(UUID orgId, UUID scriptId, int below, int limit) {
    return jdbc.sql(
            "SELECT r.*, NULL AS shown_code, u.email "
                + FROM
                + " AND r.number < :below ORDER BY r.number DESC LIMIT :limit")
        .param("org", orgId)
        .param("script", scriptId)
        .param("below", below)
        .param("limit", limit)
        .query((row, number) -> revision(row))
        .list();
  }

  Optional<RevisionView> find(UUID orgId, UUID scriptId, int number) {
    return jdbc.sql("SELECT r.*, r.code AS shown_code, u.email " + FROM + " AND r.number = :number")
        .param("org", orgId)
        .param("script", scriptId)
        .param("number", number)
        .query((row, index) -> revision(row))
        .optional();
  }

  private static RevisionView revision(ResultSet row) throws SQLException {
    return new RevisionView(
        row.getInt("number"),
        row.getString("shown_code"),
        HexFormat.of().formatHex(row.getBytes("code_sha256")),
        row.getString("message"),
        ScriptRows.instant(row, "created_at"),
        ScriptRows.person(row, "created_by", "email"));
  }
}
