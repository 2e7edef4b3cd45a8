package com.blueplm.runner.api.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The hashes of the keys of attempts: the end of an attempt is the end of its keys. */
@Repository
class RunKeysRepository {
  private final JdbcClient jdbc;

  RunKeysRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(byte[] sha256, UUID orgId, UUID runId, int attempt, Collection<String> scopes) {
    jdbc.sql(
            """
            INSERT INTO run_keys (key_sha256, org_id, run_id, attempt, scopes)
            VALUES (:sha256, :org, :run, :attempt, :scopes)
            """)
        .param("sha256", sha256)
        .param("org", orgId)
        .param("run", runId)
        .param("attempt", attempt)
        .param("scopes", scopes.toArray(String[]::new))
        .update();
  }

  /** The caller, counted as one use; empty unless the key's attempt is the live one. */
  Optional<RunKey> use(byte[] sha256) {
    return jdbc.sql(
            """
            UPDATE run_keys k
               SET uses = k.uses + 1
              FROM script_runs r
              JOIN script_run_attempts a ON a.org_id = r.org_id AND a.run_id = r.id
             WHERE k.key_sha256 = :sha256
               AND a.run_id = k.run_id AND a.attempt = k.attempt AND a.ended_at IS NULL
               AND r.org_id = k.org_id AND r.id = k.run_id AND r.attempt = k.attempt
               AND r.status IN ('running', 'cancelling')
            RETURNING k.org_id, k.run_id, k.attempt, k.scopes, r.script_id
            """)
        .param("sha256", sha256)
        .query((row, number) -> key(row))
        .optional();
  }

  /** The attempt of a key, ended or not. */
  Optional<RunKey> find(byte[] sha256) {
    return jdbc.sql(
            """
            SELECT k.org_id, k.run_id, k.attempt, k.scopes, r.script_id
              FROM run_keys k
              JOIN script_runs r ON r.org_id = k.org_id AND r.id = k.run_id
             WHERE k.key_sha256 = :sha256
            """)
        .param("sha256", sha256)
        .query((row, number) -> key(row))
        .optional();
  }

  private static RunKey key(ResultSet row) throws SQLException {
    return new RunKey(
        row.getObject("org_id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getInt("attempt"),
        Set.of((String[]) row.getArray("scopes").getArray()),
        row.getObject("script_id", UUID.class));
  }
}
