package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.AttemptEnd;
import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.AttemptPolicy;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.gateway.ClaimRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The attempts of runs, their claims and their leases. */
@Repository
class RunAttemptsRepository {
  private static final String SELECT =
      """
      SELECT attempt, claim_id, worker_id, lease_until, lease_until > clock_timestamp() AS lease_alive,
             ended_at IS NOT NULL AS ended, closed, decision
        FROM script_run_attempts
       WHERE run_id = :run AND attempt = :attempt
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  RunAttemptsRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<AttemptRow> find(UUID runId, int attempt) {
    return query(SELECT, runId, attempt);
  }

  /** The third lock in the order of §5.11: leases do not change while it is held. */
  Optional<AttemptRow> lock(UUID runId, int attempt) {
    return query(SELECT + " FOR NO KEY UPDATE", runId, attempt);
  }

  /** The organisation of a live attempt of this claim, locked: what a worker writes under. */
  Optional<UUID> lockLive(UUID runId, int attempt, UUID claimId) {
    return jdbc.sql(
            """
            SELECT org_id
              FROM script_run_attempts
             WHERE run_id = :run AND attempt = :attempt AND claim_id = :claim AND ended_at IS NULL
               FOR NO KEY UPDATE
            """)
        .param("run", runId)
        .param("attempt", attempt)
        .param("claim", claimId)
        .query(UUID.class)
        .optional();
  }

  void insert(LockedRun run, int attempt, ClaimRequest claim) {
    jdbc.sql(
            """
            INSERT INTO script_run_attempts
                   (org_id, run_id, attempt, claim_id, worker_id, claimed_at, lease_until)
            VALUES (:org, :run, :attempt, :claim, :worker, clock_timestamp(),
                    clock_timestamp() + make_interval(secs => :ttl))
            """)
        .param("org", run.orgId())
        .param("run", run.id())
        .param("attempt", attempt)
        .param("claim", claim.claimId())
        .param("worker", claim.workerId())
        .param("ttl", Leases.TTL.toSeconds())
        .update();
  }

  /** A repeated claim is a sign of life. */
  void renew(UUID runId, int attempt) {
    jdbc.sql(
            """
            UPDATE script_run_attempts
               SET lease_until = clock_timestamp() + make_interval(secs => :ttl)
             WHERE run_id = :run AND attempt = :attempt AND ended_at IS NULL
            """)
        .param("ttl", Leases.TTL.toSeconds())
        .param("run", runId)
        .param("attempt", attempt)
        .update();
  }

  /** Ends a live attempt: from here on, its worker's writes and its keys are refused. */
  void end(LockedRun run, AttemptRow attempt, AttemptEnd end, Decision decision, boolean closed) {
    int rows =
        jdbc.sql(
                """
                UPDATE script_run_attempts
                   SET ended_at = clock_timestamp(), outcome = :outcome, end_reason = :reason,
                       exit_code = :exit::int, drained = :drained, closed = :closed,
                       decision = :decision::jsonb
                 WHERE org_id = :org AND run_id = :run AND attempt = :attempt AND ended_at IS NULL
                """)
            .param("org", run.orgId())
            .param("run", run.id())
            .param("attempt", attempt.number())
            .param("outcome", end.outcome().wire())
            .param("reason", end.endReason().wire())
            .param("exit", end.exitCode())
            .param("drained", end.drained())
            .param("closed", closed)
            .param("decision", json.writeValueAsString(decision))
            .update();
    if (rows != 1) {
      throw new IllegalStateException(
          "attempt %d of run %s has ended already: its row was not locked"
              .formatted(attempt.number(), run.id()));
    }
  }

  /** How an attempt ended; one that does not say it counts as lost. */
  AttemptEnd endOf(UUID runId, int attempt) {
    return jdbc.sql(
            """
            SELECT coalesce(outcome, 'worker_lost') AS outcome,
                   coalesce(end_reason, 'worker_lost') AS end_reason, exit_code, drained
              FROM script_run_attempts
             WHERE run_id = :run AND attempt = :attempt
            """)
        .param("run", runId)
        .param("attempt", attempt)
        .query(
            (row, number) ->
                new AttemptEnd(
                    AttemptOutcome.of(row.getString("outcome")),
                    EndReason.of(row.getString("end_reason")),
                    row.getObject("exit_code", Integer.class),
                    row.getBoolean("drained")))
        .single();
  }

  /**
   * Writes down the newest attempt of a run, of which no row or no decision exists, as one whose
   * worker is silent; answers it locked.
   */
  AttemptRow unproven(LockedRun run) {
    jdbc.sql(
            """
            INSERT INTO script_run_attempts AS a
                   (org_id, run_id, attempt, claim_id, claimed_at, lease_until)
            VALUES (:org, :run, :attempt, gen_random_uuid(), clock_timestamp(), clock_timestamp())
            ON CONFLICT (run_id, attempt) DO UPDATE
               SET ended_at = NULL, outcome = NULL, end_reason = NULL,
                   claim_id = coalesce(a.claim_id, EXCLUDED.claim_id),
                   lease_until = coalesce(a.lease_until, EXCLUDED.lease_until)
            """)
        .param("org", run.orgId())
        .param("run", run.id())
        .param("attempt", run.attempt())
        .update();
    return lock(run.id(), run.attempt()).orElseThrow();
  }

  /** Ends attempts that are live although their run is not in them; answers their numbers. */
  List<Integer> fence(LockedRun run) {
    Decision decision =
        switch (run.status()) {
          case NEEDS_DECISION -> Decision.hold();
          case PENDING, QUEUED, RUNNING, CANCELLING -> Decision.retry(Duration.ZERO);
          default -> Decision.done();
        };
    return jdbc.sql(
            """
            UPDATE script_run_attempts a
               SET ended_at = clock_timestamp(), outcome = 'superseded', end_reason = 'worker_lost',
                   closed = true, decision = :decision::jsonb
              FROM script_runs r
             WHERE r.org_id = :org AND r.id = :run
               AND a.org_id = r.org_id AND a.run_id = r.id AND a.ended_at IS NULL
               AND (a.attempt <> r.attempt OR r.status NOT IN ('running', 'cancelling'))
            RETURNING a.attempt
            """)
        .param("org", run.orgId())
        .param("run", run.id())
        .param("decision", json.writeValueAsString(decision))
        .query(Integer.class)
        .list();
  }

  /** How the ended attempts of a run ended. */
  AttemptPolicy.Counts counts(UUID runId) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE outcome IN ('error', 'timeout')) AS failures,
                   count(*) FILTER (WHERE outcome = 'worker_lost' AND NOT drained) AS losses
              FROM script_run_attempts
             WHERE run_id = :run AND ended_at IS NOT NULL
            """)
        .param("run", runId)
        .query(
            (row, number) -> new AttemptPolicy.Counts(row.getInt("failures"), row.getInt("losses")))
        .single();
  }

  private Optional<AttemptRow> query(String sql, UUID runId, int attempt) {
    return jdbc.sql(sql)
        .param("run", runId)
        .param("attempt", attempt)
        .query((row, number) -> attempt(row))
        .optional();
  }

  private AttemptRow attempt(ResultSet row) throws SQLException {
    return new AttemptRow(
        row.getInt("attempt"),
        row.getObject("claim_id", UUID.class),
        row.getObject("worker_id", UUID.class),
        Rows.required(row, "lease_until"),
        row.getBoolean("lease_alive"),
        row.getBoolean("ended"),
        row.getBoolean("closed"),
        decision(row.getString("decision")));
  }

  private @Nullable Decision decision(@Nullable String text) {
    return text == null ? null : json.readValue(text, Decision.class);
  }
}
