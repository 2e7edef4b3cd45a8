package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what Temporal should have of a script. */
final class ScheduleRows {
  static final String SELECT =
      """
      SELECT s.org_id, s.id, s.name, s.schedule_cron, s.schedule_timezone, s.schedule_enabled,
             s.catchup_seconds, s.jitter_seconds, s.is_active, s.deleted_at IS NOT NULL AS deleted,
             s.schedule_fingerprint, p.id AS pause_id, p.reason AS pause_reason, u.email AS pause_email
        FROM scripts s
        LEFT JOIN schedule_pauses p
               ON p.org_id = s.org_id AND p.script_id = s.id AND p.kind = 'pause' AND p.ended_at IS NULL
        LEFT JOIN users u ON u.org_id = p.org_id AND u.id = p.paused_by
       WHERE s.purged_at IS NULL AND s.id = :id
      """;

  private ScheduleRows() {}

  static ScriptSchedule schedule(ResultSet row) throws SQLException {
    return new ScriptSchedule(
        row.getObject("org_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getString("name"),
        new ScheduleSpec(
            row.getString("schedule_cron"),
            row.getString("schedule_timezone"),
            row.getBoolean("schedule_enabled"),
            row.getInt("catchup_seconds"),
            row.getInt("jitter_seconds"),
            row.getBoolean("is_active")),
        row.getBoolean("deleted"),
        pause(row));
  }

  private static ScriptSchedule.@Nullable HeldPause pause(ResultSet row) throws SQLException {
    UUID id = row.getObject("pause_id", UUID.class);
    return id == null
        ? null
        : new ScriptSchedule.HeldPause(
            id, row.getString("pause_reason"), row.getString("pause_email"));
  }
}
