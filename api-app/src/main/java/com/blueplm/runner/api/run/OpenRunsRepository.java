package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.RunStatus;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads of runs that have not ended, and of runs that a request names. */
@Repository
class OpenRunsRepository {
  private final JdbcClient jdbc;

  OpenRunsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The open runs of a script, oldest first; stable while the script's row is locked. */
  List<OpenRun> ofScript(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            """
            SELECT id, status, coalesce(slot_at, created_at) AS due,
                   slot_at IS NOT NULL AND workflow_id LIKE 'run-%' AS backfill
              FROM script_runs
             WHERE org_id = :org AND script_id = :script
               AND status IN ('pending', 'queued', 'running', 'cancelling', 'needs_decision')
             ORDER BY due, created_at, id
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .query(
            (row, number) ->
                new OpenRun(
                    row.getObject("id", UUID.class),
                    RunStatus.of(row.getString("status")),
                    Rows.required(row, "due"),
                    row.getBoolean("backfill")))
        .list();
  }

  /** Those of the ids that are runs of this organisation. */
  List<UUID> existing(UUID orgId, Collection<UUID> ids) {
    return jdbc.sql(
            """
            SELECT id FROM script_runs
             WHERE org_id = :org AND id = ANY (:ids::uuid[])
             ORDER BY id
            """)
        .param("org", orgId)
        .param("ids", Rows.texts(ids))
        .query(UUID.class)
        .list();
  }

  /**
   * The runs in the order in which they are cancelled: queued ones first, so that none is released.
   */
  List<UUID> waitingFirst(Collection<UUID> ids) {
    return jdbc.sql(
            """
            SELECT id FROM script_runs
             WHERE id = ANY (:ids::uuid[])
             ORDER BY status <> 'queued', id
            """)
        .param("ids", Rows.texts(ids))
        .query(UUID.class)
        .list();
  }

  /** Runs that are being cancelled and whose worker has been silent beyond its lease. */
  List<UUID> cancellingWithDeadLease() {
    return jdbc.sql(
            """
            SELECT r.id
              FROM script_runs r
              JOIN script_run_attempts a ON a.run_id = r.id AND a.attempt = r.attempt
             WHERE r.status = 'cancelling' AND a.ended_at IS NULL
               AND a.lease_until < clock_timestamp()
             ORDER BY r.id
             LIMIT 200
            """)
        .query(UUID.class)
        .list();
  }
}
