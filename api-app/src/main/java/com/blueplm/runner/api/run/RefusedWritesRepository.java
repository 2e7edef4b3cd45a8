package com.blueplm.runner.api.run;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks up for whom a refused write spoke. */
@Repository
class RefusedWritesRepository {
  private final JdbcClient jdbc;

  RefusedWritesRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The attempt, or the one that would come next; empty for all others, which nobody made. */
  Optional<RefusedAttempt> find(UUID runId, int attempt) {
    return jdbc.sql(
            """
            SELECT r.org_id, a.outcome, a.claim_id, a.worker_id, coalesce(a.closed, false) AS closed
              FROM script_runs r
              LEFT JOIN script_run_attempts a
                     ON a.org_id = r.org_id AND a.run_id = r.id AND a.attempt = :attempt
             WHERE r.id = :run AND :attempt BETWEEN 1 AND r.attempt + 1
            """)
        .param("run", runId)
        .param("attempt", attempt)
        .query(
            (row, number) ->
                new RefusedAttempt(
                    row.getObject("org_id", UUID.class),
                    row.getString("outcome"),
                    Rows.uuid(row, "claim_id"),
                    Rows.uuid(row, "worker_id"),
                    row.getBoolean("closed")))
        .optional();
  }
}
