package com.blueplm.runner.api.run;

import com.blueplm.runner.api.output.Tails;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every change of a run's state. Each is guarded by the state and the attempt that its caller saw
 * under the row's lock, so that a lost lock or a forgotten one is an error and never a second
 * truth.
 */
@Repository
class RunTransitionsRepository {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  RunTransitionsRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Writes a new run; false when it is there already. */
  boolean insert(NewRun run) {
    return jdbc.sql(
                """
                INSERT INTO script_runs (id, org_id, script_id, revision_id, trigger_type, triggered_by,
                       status, end_reason, blocked_by, slot_at, workflow_id, workflow_started,
                       judged_by_age, settings, parameters, payload, rerun_of, created_at, completed_at)
                SELECT :id, :org, :script, :revision, :trigger, :by::uuid, :status, :reason,
                       :blocked::uuid, :slot::timestamptz, :workflow, :started, :judged,
                       :settings::jsonb, :parameters::jsonb, :payload::jsonb, :rerun::uuid, at,
                       CASE WHEN :terminal THEN at END
                  FROM (SELECT clock_timestamp() AS at) clock
                ON CONFLICT (id) DO NOTHING
                """)
            .param("id", run.id())
            .param("org", run.orgId())
            .param("script", run.scriptId())
            .param("revision", run.revisionId())
            .param("trigger", run.trigger().wire())
            .param("by", run.triggeredBy())
            .param("status", run.status().wire())
            .param("reason", run.endReason() == null ? null : run.endReason().wire())
            .param("blocked", run.blockedBy())
            .param("slot", Rows.timestamp(run.slotAt()))
            .param("workflow", run.workflowId())
            .param("started", run.workflowStarted())
            .param("judged", run.judgedByAge())
            .param("settings", json.writeValueAsString(run.settings()))
            .param("parameters", run.parameters())
            .param("payload", run.payload())
            .param("rerun", run.rerunOf())
            .param("terminal", run.status().isTerminal())
            .update()
        == 1;
  }

  /** pending -> running: a worker claimed the next attempt. */
  void run(LockedRun run, int attempt, IsolationLevel isolation) {
    apply(
        run,
        move(
                run,
                RunStatus.RUNNING,
                """
                attempt = :next, started_at = coalesce(started_at, clock_timestamp()),
                isolation_level = :isolation, next_attempt_at = NULL, judged_by_age = false,
                workflow_started = true
                """)
            .param("next", attempt)
            .param("isolation", isolation.wire()));
  }

  /** running -> pending: another attempt follows. */
  void awaitNextAttempt(LockedRun run, Duration after) {
    apply(
        run,
        move(
                run,
                RunStatus.PENDING,
                """
                next_attempt_at = clock_timestamp() + make_interval(secs => :seconds), progress = NULL
                """)
            .param("seconds", after.toMillis() / 1000.0));
  }

  /** running -> needs_decision: a person decides. */
  void hold(LockedRun run) {
    apply(run, move(run, RunStatus.NEEDS_DECISION, "next_attempt_at = NULL"));
  }

  /**
   * needs_decision -> pending: a person wants another attempt; not before a worker that is cut off
   * from everything has certainly stopped the one before.
   */
  void resume(LockedRun run, Duration afterLeaseEnd) {
    apply(
        run,
        move(
                run,
                RunStatus.PENDING,
                """
                next_attempt_at = greatest(clock_timestamp(),
                    (SELECT max(a.lease_until) FROM script_run_attempts a WHERE a.run_id = :run)
                      + make_interval(secs => :seconds))
                """)
            .param("seconds", afterLeaseEnd.toSeconds()));
  }

  /** running -> cancelling: the process is still there. */
  void requestCancel(LockedRun run, @Nullable UUID by) {
    apply(
        run,
        move(
                run,
                RunStatus.CANCELLING,
                "cancel_requested_at = clock_timestamp(), cancel_requested_by = :by::uuid")
            .param("by", by));
  }

  /** running -> cancelling by the reconciler: the process is still there. */
  void requestStop(LockedRun run, EndReason reason) {
    apply(
        run,
        move(
                run,
                RunStatus.CANCELLING,
                "cancel_requested_at = clock_timestamp(), stop_reason = :reason")
            .param("reason", reason.wire()));
  }

  /** Notes who cancelled a run that ends at once. */
  void noteCancel(LockedRun run, @Nullable UUID by) {
    jdbc.sql(
            """
            UPDATE script_runs
               SET cancel_requested_at = clock_timestamp(), cancel_requested_by = :by::uuid
             WHERE org_id = :org AND id = :run
            """)
        .param("by", by)
        .param("org", run.orgId())
        .param("run", run.id())
        .update();
  }

  /**
   * To a terminal state, with all that is known at the end; duration counts from the first claim.
   */
  void end(LockedRun run, RunStatus to, Ending ending, Tails tails) {
    apply(
        run,
        move(
                run,
                to,
                """
                end_reason = :reason, exit_code = :exit::int, signal = :signal::int,
                tree_confirmed = :tree::boolean, cpu_ms = :cpu::bigint,
                peak_memory_bytes = :memory::bigint, result = :result::jsonb,
                output = :output, error = :error, output_bytes = :outputBytes,
                error_bytes = :errorBytes, output_lines = :lines, next_attempt_at = NULL,
                completed_at = clock_timestamp(),
                duration_ms = (extract(epoch FROM clock_timestamp() - started_at) * 1000)::bigint
                """)
            .param("reason", ending.reason().wire())
            .param("exit", ending.exitCode())
            .param("signal", ending.signal())
            .param("tree", ending.treeConfirmed())
            .param("cpu", ending.cpuMs())
            .param("memory", ending.peakMemoryBytes())
            .param("result", ending.result())
            .param("output", tails.output())
            .param("error", tails.error())
            .param("outputBytes", tails.outputBytes())
            .param("errorBytes", tails.errorBytes())
            .param("lines", tails.lines()));
  }

  /** A run that is dispatched again is never missed by its age. */
  void exemptFromAge(LockedRun run) {
    jdbc.sql(
            """
            UPDATE script_runs SET judged_by_age = false
             WHERE org_id = :org AND id = :run AND judged_by_age
            """)
        .param("org", run.orgId())
        .param("run", run.id())
        .update();
  }

  void progress(LockedRun run, String progress) {
    jdbc.sql(
            """
            UPDATE script_runs
               SET progress = :progress::jsonb, status_version = status_version + 1
             WHERE org_id = :org AND id = :run
            """)
        .param("progress", progress)
        .param("org", run.orgId())
        .param("run", run.id())
        .update();
  }

  /**
   * queued -> pending for the first in the queue of a script, unless an open run is in its way;
   * backfills come after all others. The script's row must be locked.
   */
  Optional<UUID> releaseNext(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            """
            UPDATE script_runs
               SET status = 'pending', status_version = status_version + 1
             WHERE status = 'queued'
               AND id = (SELECT q.id
                           FROM script_runs q
                          WHERE q.org_id = :org AND q.script_id = :script AND q.status = 'queued'
                            AND NOT EXISTS (
                                SELECT 1 FROM script_runs b
                                 WHERE b.org_id = :org AND b.script_id = :script
                                   AND b.status IN ('pending', 'running', 'cancelling', 'needs_decision'))
                          ORDER BY q.slot_at IS NOT NULL AND q.workflow_id LIKE 'run-%',
                                coalesce(q.slot_at, q.created_at), q.created_at, q.id
                          LIMIT 1)
            RETURNING id
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .query(UUID.class)
        .optional();
  }

  /** Shows a run on its script, unless a newer one is shown already. */
  void showOnScript(UUID orgId, UUID runId) {
    jdbc.sql(
            """
            UPDATE scripts s
               SET last_run_id = r.id, last_run_at = coalesce(r.started_at, r.completed_at),
                   last_run_status = r.status, last_run_created_at = r.created_at
              FROM script_runs r
             WHERE r.org_id = :org AND r.id = :run
               AND s.org_id = r.org_id AND s.id = r.script_id
               AND (s.last_run_created_at IS NULL OR s.last_run_created_at <= r.created_at)
            """)
        .param("org", orgId)
        .param("run", runId)
        .update();
  }

  private JdbcClient.StatementSpec move(LockedRun run, RunStatus to, String assignments) {
    if (!run.status().canMoveTo(to)) {
      throw new IllegalStateException(
          "run %s may not move from %s to %s".formatted(run.id(), run.status(), to));
    }
    return jdbc.sql(
            """
            UPDATE script_runs
               SET status = :to, status_version = status_version + 1, %s
             WHERE org_id = :org AND id = :run AND status = :from AND attempt = :attempt
            """
                .formatted(assignments))
        .param("to", to.wire())
        .param("org", run.orgId())
        .param("run", run.id())
        .param("from", run.status().wire())
        .param("attempt", run.attempt());
  }

  private static void apply(LockedRun run, JdbcClient.StatementSpec update) {
    int rows = update.update();
    if (rows != 1) {
      throw new IllegalStateException(
          "run %s is no longer %s in attempt %d: %d rows changed, so its row was not locked"
              .formatted(run.id(), run.status(), run.attempt(), rows));
    }
  }
}
