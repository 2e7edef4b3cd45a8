package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the reconciler reads and notes. */
@Repository
class ReconcilerRepository {
  private static final String START =
      """
      SELECT r.id, r.script_id, r.workflow_id, s.name, r.trigger_type, r.attempt, r.status,
             r.next_attempt_at
        FROM script_runs r
        JOIN scripts s ON s.org_id = r.org_id AND s.id = r.script_id
       WHERE r.status IN ('pending', 'queued', 'needs_decision')
      """;

  private final JdbcClient jdbc;

  ReconcilerRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Fails when the database does not answer. */
  void ping() {
    jdbc.sql("SELECT 1").query(Integer.class).single();
  }

  /** Notes that workflows exist. A claim notes it too, so that few rows are left. */
  void markStarted(Collection<UUID> runIds) {
    jdbc.sql(
            """
            UPDATE script_runs SET workflow_started = true
             WHERE id = ANY (:ids::uuid[]) AND NOT workflow_started
            """)
        .param("ids", Rows.texts(runIds))
        .update();
  }

  /** Open runs whose workflow may not exist although their request is long over, oldest first. */
  List<RunStart> notStarted() {
    return jdbc.sql(
            START
                + """
                   AND NOT r.workflow_started AND r.created_at < now() - interval '2 seconds'
                 ORDER BY r.created_at, r.id
                 LIMIT 200
                """)
        .query((row, number) -> start(row))
        .list();
  }

  /** How the workflow of a run that no worker holds is started again; empty for any other run. */
  Optional<RunStart> toStart(UUID runId) {
    return jdbc.sql(START + " AND r.id = :run")
        .param("run", runId)
        .query((row, number) -> start(row))
        .optional();
  }

  /** Open runs that should have a workflow, oldest first. */
  List<OpenLook> open() {
    return jdbc.sql(
            """
            SELECT id, workflow_id, status, coalesce(next_attempt_at > now(), false) AS early
              FROM script_runs
             WHERE status IN ('pending', 'queued', 'running', 'cancelling', 'needs_decision')
               AND workflow_started AND created_at < now() - interval '5 seconds'
             ORDER BY created_at, id
             LIMIT 20000
            """)
        .query(
            (row, number) ->
                new OpenLook(
                    row.getObject("id", UUID.class),
                    row.getString("workflow_id"),
                    RunStatus.of(row.getString("status")),
                    row.getBoolean("early")))
        .list();
  }

  /**
   * Runs that ended at least 15 seconds ago, without a worker that told it, and after the last one
   * that was looked at; in the order of their ends.
   *
   * @param last where the looks stand; null at first, which means an hour ago
   */
  List<EndedLook> ended(@Nullable EndedLook last, int limit) {
    return jdbc.sql(
            """
            SELECT id, workflow_id, completed_at
              FROM script_runs
             WHERE completed_at < now() - interval '15 seconds'
               AND completed_at >= coalesce(:after::timestamptz, now() - interval '1 hour')
               AND (completed_at, id) > (coalesce(:after::timestamptz, '-infinity'), :last)
               AND NOT (status IN ('success', 'error', 'timeout') AND attempt > 0)
             ORDER BY completed_at, id
             LIMIT :limit
            """)
        .param("after", last == null ? null : Rows.timestamp(last.endedAt()))
        .param("last", last == null ? new UUID(0, 0) : last.id())
        .param("limit", limit)
        .query(
            (row, number) ->
                new EndedLook(
                    row.getObject("id", UUID.class),
                    row.getString("workflow_id"),
                    Rows.required(row, "completed_at")))
        .list();
  }

  /** For each script whose queue stands still without a reason, one of its queued runs. */
  List<UUID> unreleased() {
    return jdbc.sql(
            """
            SELECT DISTINCT ON (q.script_id) q.id
              FROM script_runs q
             WHERE q.status = 'queued' AND q.created_at < now() - interval '5 seconds'
               AND NOT EXISTS (
                   SELECT 1 FROM script_runs b
                    WHERE b.script_id = q.script_id
                      AND b.status IN ('pending', 'running', 'cancelling', 'needs_decision'))
             ORDER BY q.script_id, q.created_at
             LIMIT 200
            """)
        .query(UUID.class)
        .list();
  }

  /** Runs whose state and whose newest attempt's contradict each other. */
  List<UUID> contradictory() {
    return jdbc.sql(
            """
            SELECT r.id
              FROM script_runs r
              LEFT JOIN script_run_attempts a ON a.run_id = r.id AND a.attempt = r.attempt
             WHERE r.status IN ('running', 'cancelling')
               AND (a.run_id IS NULL OR a.ended_at IS NOT NULL)
             UNION
            SELECT a.run_id
              FROM script_run_attempts a
              JOIN script_runs r ON r.id = a.run_id
             WHERE a.ended_at IS NULL
               AND (a.attempt <> r.attempt OR r.status NOT IN ('running', 'cancelling'))
             LIMIT 200
            """)
        .query(UUID.class)
        .list();
  }

  /** Forgets workers that were not heard of for a day. */
  void forgetWorkers() {
    jdbc.sql("DELETE FROM workers WHERE last_seen_at < now() - interval '1 day'").update();
  }

  private static RunStart start(ResultSet row) throws SQLException {
    return new RunStart(
        row.getObject("id", UUID.class),
        row.getObject("script_id", UUID.class),
        row.getString("workflow_id"),
        row.getString("name"),
        TriggerType.of(row.getString("trigger_type")),
        row.getInt("attempt") + 1,
        switch (RunStatus.of(row.getString("status"))) {
          case QUEUED -> RunScriptInput.Start.QUEUED;
          case NEEDS_DECISION -> RunScriptInput.Start.HELD;
          default -> RunScriptInput.Start.GO;
        },
        Rows.instant(row, "next_attempt_at"));
  }
}
