package com.blueplm.runner.api.run;

import com.blueplm.runner.api.dependency.LockState;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a trigger needs of revisions and of the run that it repeats. */
@Repository
class RunRevisionsRepository {
  private final JdbcClient jdbc;

  RunRevisionsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<UUID> find(UUID orgId, UUID scriptId, int number) {
    return jdbc.sql(
            """
            SELECT id FROM script_revisions
             WHERE org_id = :org AND script_id = :script AND number = :number
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("number", number)
        .query(UUID.class)
        .optional();
  }

  /**
   * Keeps unsaved code in a revision without a number.
   *
   * @param lock the lock of its dependencies, or the request for it; null when it needs none
   */
  UUID insertHidden(UUID orgId, UUID scriptId, String code, UUID by, @Nullable LockState lock) {
    return jdbc.sql(
            """
            INSERT INTO script_revisions
                   (org_id, script_id, code, code_sha256, created_by, lock_id, requirements_lock)
            VALUES (:org, :script, :code, sha256(convert_to(:code, 'UTF8')), :by,
                   CAST(:lockId AS uuid), CAST(:lock AS text))
            RETURNING id
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("code", code)
        .param("by", by)
        .param("lockId", lock == null ? null : lock.id())
        .param("lock", lock == null ? null : lock.lock())
        .query(UUID.class)
        .single();
  }

  /** A revision's code, if its lock was made. */
  Optional<UnsavedCode.LockedCode> lockedCode(UUID orgId, UUID revisionId) {
    return jdbc.sql(
            """
            SELECT code, lock_id FROM script_revisions
             WHERE org_id = :org AND id = :revision AND requirements_lock IS NOT NULL
            """)
        .param("org", orgId)
        .param("revision", revisionId)
        .query(
            (row, number) ->
                new UnsavedCode.LockedCode(
                    row.getString("code"), row.getObject("lock_id", UUID.class)))
        .optional();
  }

  Optional<RunSource> source(UUID orgId, UUID runId) {
    return jdbc.sql(
            """
            SELECT r.script_id, r.revision_id, v.number IS NULL AS hidden, r.parameters, r.payload
              FROM script_runs r
              JOIN script_revisions v ON v.org_id = r.org_id AND v.id = r.revision_id
             WHERE r.org_id = :org AND r.id = :run
            """)
        .param("org", orgId)
        .param("run", runId)
        .query(
            (row, number) ->
                new RunSource(
                    row.getObject("script_id", UUID.class),
                    row.getObject("revision_id", UUID.class),
                    row.getBoolean("hidden"),
                    row.getString("parameters"),
                    row.getString("payload")))
        .optional();
  }
}
