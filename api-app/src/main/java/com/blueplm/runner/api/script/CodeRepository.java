package com.blueplm.runner.api.script;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which revision of a script is live, which one waits for its lock. */
@Repository
class CodeRepository {
  private final JdbcClient jdbc;

  CodeRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<CodeState> find(UUID orgId, UUID scriptId) {
    List<Row> rows =
        jdbc.sql(
                """
                SELECT r.id, r.code, r.lock_id, r.requirements_lock IS NOT NULL AS locked,
                       coalesce(l.state = 'pending', false) AS lock_open,
                       r.id = s.current_revision_id AS live,
                       coalesce(r.id = s.pending_revision_id, false) AS pending
                  FROM scripts s
                  JOIN script_revisions r
                    ON r.org_id = s.org_id AND r.id IN (s.current_revision_id, s.pending_revision_id)
                  LEFT JOIN dependency_locks l ON l.org_id = r.org_id AND l.id = r.lock_id
                 WHERE s.org_id = :org AND s.id = :script AND s.deleted_at IS NULL
                """)
            .param("org", orgId)
            .param("script", scriptId)
            .query(
                (row, number) ->
                    new Row(
                        new CodeState.Revision(
                            row.getObject("id", UUID.class),
                            row.getString("code"),
                            row.getObject("lock_id", UUID.class),
                            row.getBoolean("locked"),
                            row.getBoolean("lock_open")),
                        row.getBoolean("live"),
                        row.getBoolean("pending")))
            .list();
    CodeState.Revision pending =
        rows.stream().filter(Row::pending).map(Row::revision).findFirst().orElse(null);
    return rows.stream()
        .filter(Row::live)
        .findFirst()
        .map(row -> new CodeState(row.revision(), pending));
  }

  /** Makes a revision the live one; nothing waits any more. */
  void makeLive(UUID orgId, UUID scriptId, UUID revisionId) {
    update(
        """
        UPDATE scripts SET current_revision_id = :revision, pending_revision_id = NULL
         WHERE org_id = :org AND id = :script
        """,
        orgId,
        scriptId,
        revisionId);
  }

  /** Has a revision wait for its lock; a script without any revision gets it at once. */
  void makePending(UUID orgId, UUID scriptId, UUID revisionId) {
    update(
        """
        UPDATE scripts
           SET pending_revision_id = :revision,
               current_revision_id = coalesce(current_revision_id, :revision)
         WHERE org_id = :org AND id = :script
        """,
        orgId,
        scriptId,
        revisionId);
  }

  /** Nothing waits any more. */
  void dropPending(UUID orgId, UUID scriptId) {
    jdbc.sql("UPDATE scripts SET pending_revision_id = NULL WHERE org_id = :org AND id = :script")
        .param("org", orgId)
        .param("script", scriptId)
        .update();
  }

  /** Gives a revision its lock, or the request for it. */
  void lock(UUID orgId, UUID revisionId, @Nullable UUID lockId, @Nullable String lock) {
    jdbc.sql(
            """
            UPDATE script_revisions
               SET lock_id = CAST(:lockId AS uuid), requirements_lock = CAST(:lock AS text)
             WHERE org_id = :org AND id = :revision AND requirements_lock IS NULL
            """)
        .param("org", orgId)
        .param("revision", revisionId)
        .param("lockId", lockId)
        .param("lock", lock)
        .update();
  }

  /** Locks the rows of the scripts whose revisions wait for this lock. */
  void lockScriptsWaitingFor(UUID lockId) {
    jdbc.sql(
            """
            SELECT s.id FROM scripts s
             WHERE (s.org_id, s.id) IN (SELECT r.org_id, r.script_id FROM script_revisions r
                                         WHERE r.lock_id = :lock)
             ORDER BY s.id FOR UPDATE
            """)
        .param("lock", lockId)
        .query(UUID.class)
        .list();
  }

  /** Gives the lock to every revision that waits for it, live, pending or superseded. */
  int deliver(UUID lockId) {
    return jdbc.sql(
            """
            UPDATE script_revisions r SET requirements_lock = l.lock
              FROM dependency_locks l
             WHERE l.id = :lock AND l.state = 'locked' AND r.org_id = l.org_id
               AND r.lock_id = l.id AND r.requirements_lock IS NULL
            """)
        .param("lock", lockId)
        .update();
  }

  /** Makes pending revisions with this lock live. That is no edit: the entity tag stays. */
  int goLive(UUID lockId) {
    return jdbc.sql(
            """
            UPDATE scripts s
               SET current_revision_id = s.pending_revision_id, pending_revision_id = NULL
              FROM script_revisions r
             WHERE r.lock_id = :lock AND r.requirements_lock IS NOT NULL
               AND s.org_id = r.org_id AND s.pending_revision_id = r.id
            """)
        .param("lock", lockId)
        .update();
  }

  private void update(String sql, UUID orgId, UUID scriptId, UUID revisionId) {
    jdbc.sql(sql)
        .param("org", orgId)
        .param("script", scriptId)
        .param("revision", revisionId)
        .update();
  }

  private record Row(CodeState.Revision revision, boolean live, boolean pending) {}
}
