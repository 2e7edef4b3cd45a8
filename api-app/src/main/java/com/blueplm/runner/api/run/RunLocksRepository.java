package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunSettings;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * Row locks, always taken in the order script, run, attempt (design §5.11).
 *
 * <p>{@code FOR NO KEY UPDATE} and not {@code FOR UPDATE}: writers of output take key-share locks
 * on the run through their foreign key while they hold the attempt, and must not wait for whoever
 * holds the run and waits for the attempt.
 */
@Repository
class RunLocksRepository {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  RunLocksRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Locks the script of a run, deleted or not; false when there is no such run. */
  boolean lockScriptOf(UUID runId) {
    return jdbc.sql(
            """
            SELECT s.id
              FROM script_runs r
              JOIN scripts s ON s.org_id = r.org_id AND s.id = r.script_id
             WHERE r.id = :run
               FOR NO KEY UPDATE OF s
            """)
        .param("run", runId)
        .query(UUID.class)
        .optional()
        .isPresent();
  }

  /** Locks the scripts of several runs, in one order for all callers. */
  void lockScriptsOf(Collection<UUID> runIds) {
    jdbc.sql(
            """
            SELECT id
              FROM scripts
             WHERE id IN (SELECT script_id FROM script_runs WHERE id = ANY (:ids::uuid[]))
             ORDER BY id
               FOR NO KEY UPDATE
            """)
        .param("ids", Rows.texts(runIds))
        .query(UUID.class)
        .list();
  }

  /** Locks a script, deleted or not. */
  void lockScript(UUID orgId, UUID scriptId) {
    jdbc.sql("SELECT id FROM scripts WHERE org_id = :org AND id = :script FOR NO KEY UPDATE")
        .param("org", orgId)
        .param("script", scriptId)
        .query(UUID.class)
        .optional();
  }

  /** The organisation of a script, deleted or not. */
  Optional<UUID> organizationOf(UUID scriptId) {
    return jdbc.sql("SELECT org_id FROM scripts WHERE id = :script")
        .param("script", scriptId)
        .query(UUID.class)
        .optional();
  }

  /** Locks a run, whatever its organisation: for workers and the ledger. */
  Optional<LockedRun> lock(UUID runId) {
    return jdbc.sql(
            """
            SELECT id, org_id, script_id, status, attempt, trigger_type, slot_at, workflow_id, settings,
                   stop_reason,
                   judged_by_age AND slot_at
                     + make_interval(secs => (settings ->> 'catchup_seconds')::int + 60)
                     < clock_timestamp() AS too_old,
                   coalesce(next_attempt_at > clock_timestamp(), false) AS early,
                   (extract(epoch FROM clock_timestamp() - created_at) * 1000)::bigint AS age_ms
              FROM script_runs
             WHERE id = :run
               FOR NO KEY UPDATE
            """)
        .param("run", runId)
        .query((row, number) -> locked(row))
        .optional();
  }

  private LockedRun locked(ResultSet row) throws SQLException {
    String stopReason = row.getString("stop_reason");
    return new LockedRun(
        row.getObject("id", UUID.class),
        row.getObject("org_id", UUID.class),
        row.getObject("script_id", UUID.class),
        RunStatus.of(row.getString("status")),
        row.getInt("attempt"),
        TriggerType.of(row.getString("trigger_type")),
        Rows.instant(row, "slot_at"),
        row.getString("workflow_id"),
        row.getBoolean("too_old"),
        row.getBoolean("early"),
        row.getLong("age_ms"),
        stopReason == null ? null : EndReason.of(stopReason),
        json.readValue(row.getString("settings"), RunSettings.class));
  }
}
