package com.blueplm.runner.api.run;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a claim hands out. */
@Repository
class RunWorkRepository {
  private final JdbcClient jdbc;

  RunWorkRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  RunWork find(UUID orgId, UUID runId) {
    return jdbc.sql(
            """
            SELECT s.name, v.code, r.parameters, r.payload, c.value AS checkpoint, v.requirements_lock,
                   coalesce(l.state = 'pending', false) AS lock_open, l.error AS lock_error
              FROM script_runs r
              JOIN scripts s ON s.org_id = r.org_id AND s.id = r.script_id
              JOIN script_revisions v ON v.org_id = r.org_id AND v.id = r.revision_id
              LEFT JOIN dependency_locks l ON l.org_id = v.org_id AND l.id = v.lock_id
              LEFT JOIN run_checkpoints c ON c.org_id = r.org_id AND c.run_id = r.id
             WHERE r.org_id = :org AND r.id = :run
            """)
        .param("org", orgId)
        .param("run", runId)
        .query(
            (row, number) ->
                new RunWork(
                    row.getString("name"),
                    row.getString("code"),
                    row.getString("parameters"),
                    row.getString("payload"),
                    row.getString("checkpoint"),
                    row.getString("requirements_lock"),
                    row.getBoolean("lock_open"),
                    row.getString("lock_error")))
        .single();
  }
}
