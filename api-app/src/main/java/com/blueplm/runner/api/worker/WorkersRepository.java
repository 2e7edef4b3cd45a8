package com.blueplm.runner.api.worker;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.LineAnswer.Command;
import com.blueplm.runner.contract.gateway.LineAnswer.Kind;
import com.blueplm.runner.contract.gateway.LineRequest;
import com.blueplm.runner.contract.gateway.LineRequest.LiveAttempt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The workers, the leases of what they hold, and the commands for them. */
@Repository
class WorkersRepository {
  private static final TypeReference<Map<String, String>> PROBES = new TypeReference<>() {};

  private static final String NAMED =
      """
      WITH named AS (
          SELECT * FROM unnest(:runs::uuid[], :attempts::int[], :claims::uuid[])
                     AS n (run_id, attempt, claim_id))
      """;

  /** Named attempts that are not live are superseded; live ones may be told to end. */
  private static final String COMMANDS =
      """
      SELECT 'CANCEL' AS kind, a.run_id, a.attempt
        FROM script_run_attempts a
        JOIN script_runs r ON r.org_id = a.org_id AND r.id = a.run_id
       WHERE a.ended_at IS NULL AND r.status = 'cancelling'
         AND (a.worker_id = :worker
              OR EXISTS (SELECT 1 FROM named n
                          WHERE n.run_id = a.run_id AND n.attempt = a.attempt
                            AND n.claim_id = a.claim_id))
       UNION ALL
      SELECT 'SUPERSEDED', n.run_id, n.attempt
        FROM named n
       WHERE NOT EXISTS (SELECT 1 FROM script_run_attempts a
                          WHERE a.run_id = n.run_id AND a.attempt = n.attempt
                            AND a.claim_id = n.claim_id AND a.ended_at IS NULL)
      """;

  /**
   * The claim decides and not the worker's id: a worker that was started again names the spools of
   * the one before it, and is from then on the one to be asked.
   */
  private static final String RENEW =
      NAMED
          + """
          , held AS (
              SELECT a.run_id, a.attempt
                FROM script_run_attempts a
                JOIN named n ON n.run_id = a.run_id AND n.attempt = a.attempt
                            AND n.claim_id = a.claim_id
               WHERE a.ended_at IS NULL
               ORDER BY a.run_id, a.attempt
                 FOR NO KEY UPDATE OF a),
            renewed AS (
              UPDATE script_run_attempts a
                 SET lease_until = clock_timestamp() + make_interval(secs => :ttl),
                     worker_id = :worker
                FROM held h
               WHERE a.run_id = h.run_id AND a.attempt = h.attempt AND a.ended_at IS NULL),
            seen AS (
              INSERT INTO workers (id, name, version, isolation_level, probes, max_concurrent_runs,
                                   running, draining)
              VALUES (:worker, :name, :version, :isolation, :probes::jsonb, :max, :running, :draining)
              ON CONFLICT (id) DO UPDATE
                 SET name = EXCLUDED.name, version = EXCLUDED.version,
                     isolation_level = EXCLUDED.isolation_level, probes = EXCLUDED.probes,
                     max_concurrent_runs = EXCLUDED.max_concurrent_runs,
                     running = EXCLUDED.running, draining = EXCLUDED.draining,
                     last_seen_at = now())
          """
          + COMMANDS;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  WorkersRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** In one statement: notes the worker, renews the leases it names, reads its commands. */
  List<Command> renew(LineRequest line, Duration ttl) {
    return named(jdbc.sql(RENEW), line)
        .param("ttl", ttl.toSeconds())
        .param("name", line.name())
        .param("version", line.version())
        .param("isolation", line.isolationLevel().wire())
        .param("probes", json.writeValueAsString(line.probes()))
        .param("max", line.maxConcurrentRuns())
        .param("running", line.live().size())
        .param("draining", line.draining())
        .query((row, number) -> command(row))
        .list();
  }

  List<Command> commands(LineRequest line) {
    return named(jdbc.sql(NAMED + COMMANDS), line).query((row, number) -> command(row)).list();
  }

  /** The workers heard of within the last day, newest first. */
  List<WorkerView> list() {
    return jdbc.sql(
            """
            SELECT id, name, version, isolation_level, probes, max_concurrent_runs, running, draining,
                   first_seen_at, last_seen_at, last_seen_at > now() - interval '5 seconds' AS alive
              FROM workers
             WHERE last_seen_at > now() - interval '1 day'
             ORDER BY alive DESC, first_seen_at DESC, id
             LIMIT 200
            """)
        .query((row, number) -> worker(row))
        .list();
  }

  private static JdbcClient.StatementSpec named(JdbcClient.StatementSpec sql, LineRequest line) {
    List<LiveAttempt> live = line.live();
    return sql.param(
            "runs", live.stream().map(attempt -> attempt.runId().toString()).toArray(String[]::new))
        .param("attempts", live.stream().map(LiveAttempt::attempt).toArray(Integer[]::new))
        .param(
            "claims",
            live.stream().map(attempt -> attempt.claimId().toString()).toArray(String[]::new))
        .param("worker", line.workerId());
  }

  private static Command command(ResultSet row) throws SQLException {
    return new Command(
        Kind.valueOf(row.getString("kind")),
        row.getObject("run_id", UUID.class),
        row.getInt("attempt"));
  }

  private WorkerView worker(ResultSet row) throws SQLException {
    return new WorkerView(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("version"),
        IsolationLevel.of(row.getString("isolation_level")),
        json.readValue(row.getString("probes"), PROBES),
        row.getInt("max_concurrent_runs"),
        row.getInt("running"),
        row.getBoolean("draining"),
        row.getBoolean("alive"),
        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant());
  }
}
