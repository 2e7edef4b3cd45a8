package com.blueplm.runner.api.run;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The idempotency keys of triggers, kept for 24 hours; read and written under the script's lock.
 */
@Repository
class IdempotencyRepository {
  private final JdbcClient jdbc;

  IdempotencyRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Entry> find(UUID orgId, UUID scriptId, String key) {
    return jdbc.sql(
            """
            SELECT run_id, body_sha256
              FROM idempotency_keys
             WHERE org_id = :org AND script_id = :script AND key = :key AND expires_at > now()
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("key", key)
        .query(
            (row, number) ->
                new Entry(row.getObject("run_id", UUID.class), row.getBytes("body_sha256")))
        .optional();
  }

  void store(UUID orgId, UUID scriptId, String key, byte[] bodySha256, UUID runId) {
    jdbc.sql(
            """
            INSERT INTO idempotency_keys (org_id, script_id, key, body_sha256, run_id, expires_at)
            VALUES (:org, :script, :key, :sha256, :run, now() + interval '24 hours')
            ON CONFLICT (script_id, key) DO UPDATE
               SET body_sha256 = EXCLUDED.body_sha256, run_id = EXCLUDED.run_id,
                   expires_at = EXCLUDED.expires_at
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("key", key)
        .param("sha256", bodySha256)
        .param("run", runId)
        .update();
  }

  /** A remembered trigger. */
  record Entry(UUID runId, byte[] bodySha256) {}
}
