package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the reconciler reads and notes. */
@Repository
class ReconcilerRepository {
  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 7_202_611_240_001L;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  ReconcilerRepository(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** Fails when the database does not answer. */
  void ping() {
    jdbc.sql("SELECT 1").query(Integer.class).single();
  }

  /**
   * Runs the task unless another replica is running its own. The lock is the session's and is held
   * by a connection of its own, so that no transaction stays open while Temporal is asked.
   */
  void exclusively(Runnable task) {
    template.execute(
        (Connection connection) -> {
          if (call(connection, "SELECT pg_try_advisory_lock(?)")) {
            try {
              task.run();
            } finally {
              call(connection, "SELECT pg_advisory_unlock(?)");
            }
          }
          return true;
        });
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
            """
            SELECT r.id, r.script_id, r.workflow_id, s.name, r.trigger_type, r.attempt, r.status,
                   r.next_attempt_at
              FROM script_runs r
              JOIN scripts s ON s.org_id = r.org_id AND s.id = r.script_id
             WHERE r.status IN ('pending', 'queued') AND NOT r.workflow_started
               AND r.created_at < now() - interval '2 seconds'
             ORDER BY r.created_at, r.id
             LIMIT 200
            """)
        .query((row, number) -> start(row))
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
        RunStatus.of(row.getString("status")) == RunStatus.QUEUED
            ? RunScriptInput.Start.QUEUED
            : RunScriptInput.Start.GO,
        Rows.instant(row, "next_attempt_at"));
  }

  private static boolean call(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
