package com.blueplm.runner.api.run;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The newest checkpoint of each run. */
@Repository
class RunCheckpointsRepository {
  private final JdbcClient jdbc;

  RunCheckpointsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Replaces the one before; the live attempt's lock is held, so that none is newer. */
  void store(UUID orgId, UUID runId, int attempt, String value) {
    int rows =
        jdbc.sql(
                """
                INSERT INTO run_checkpoints AS c (org_id, run_id, attempt, value, at)
                VALUES (:org, :run, :attempt, :value::jsonb, clock_timestamp())
                ON CONFLICT (run_id) DO UPDATE
                   SET attempt = EXCLUDED.attempt, value = EXCLUDED.value, at = EXCLUDED.at
                 WHERE c.org_id = EXCLUDED.org_id AND c.attempt <= EXCLUDED.attempt
                """)
            .param("org", orgId)
            .param("run", runId)
            .param("attempt", attempt)
            .param("value", value)
            .update();
    if (rows != 1) {
      throw new IllegalStateException(
          "run %s has a checkpoint of an attempt after %d, which holds no lock"
              .formatted(runId, attempt));
    }
  }
}
