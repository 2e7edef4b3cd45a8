package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which scripts' Schedules Temporal has still to be told about. Not bound to one organisation: it
 * works for the whole installation and shows nothing to anyone.
 */
@Repository
class ScheduleRepository {
  private static final String SELECT =
      """
      SELECT id, name, schedule_cron, schedule_timezone, schedule_enabled, catchup_seconds, jitter_seconds,
             is_active, deleted_at IS NOT NULL AS deleted
        FROM scripts
      """;

  private final JdbcClient jdbc;

  ScheduleRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ScriptSchedule> find(UUID scriptId) {
    return jdbc.sql(SELECT + " WHERE id = :id")
        .param("id", scriptId)
        .query((row, number) -> schedule(row))
        .optional();
  }

  void markUnsynced(UUID scriptId) {
    jdbc.sql("UPDATE scripts SET schedule_synced = false WHERE id = :id")
        .param("id", scriptId)
        .update();
  }

  void markSynced(UUID scriptId) {
    jdbc.sql("UPDATE scripts SET schedule_synced = true WHERE id = :id")
        .param("id", scriptId)
        .update();
  }

  /** Scripts whose change is at least so many seconds old and not yet known to Temporal. */
  List<ScriptSchedule> unsynced(int limit) {
    return jdbc.sql(SELECT + " WHERE NOT schedule_synced ORDER BY updated_at LIMIT :limit")
        .param("limit", limit)
        .query((row, number) -> schedule(row))
        .list();
  }

  private static ScriptSchedule schedule(ResultSet row) throws SQLException {
    return new ScriptSchedule(
        row.getObject("id", UUID.class),
        row.getString("name"),
        new ScheduleSpec(
            row.getString("schedule_cron"),
            row.getString("schedule_timezone"),
            row.getBoolean("schedule_enabled"),
            row.getInt("catchup_seconds"),
            row.getInt("jitter_seconds"),
            row.getBoolean("is_active")),
        row.getBoolean("deleted"));
  }
}
