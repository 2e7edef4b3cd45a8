package com.blueplm.runner.api.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which Schedules are compared with Temporal. Not bound to one organisation: it works for the whole
 * installation and shows nothing to anyone.
 */
@Repository
class DriftRepository {
  private final JdbcClient jdbc;

  DriftRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The scripts that should have a Schedule, deleted ones too, in a fixed order. */
  List<UUID> scheduled() {
    return jdbc.sql(
            """
            SELECT id FROM scripts
             WHERE schedule_cron IS NOT NULL AND purged_at IS NULL
             ORDER BY id
            """)
        .query(UUID.class)
        .list();
  }

  /** Those of the scripts that should have none. */
  List<UUID> withoutSchedule(Collection<UUID> scriptIds) {
    return jdbc.sql(
            """
            SELECT id FROM scripts
             WHERE id = ANY (:ids::uuid[]) AND (schedule_cron IS NULL OR purged_at IS NOT NULL)
               AND schedule_synced
             ORDER BY id
            """)
        .param("ids", scriptIds.stream().map(UUID::toString).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  /** Empty while a write to Temporal is still due, or when no Schedule should be there. */
  Optional<Known> known(UUID scriptId) {
    return jdbc.sql(ScheduleRows.SELECT + " AND s.schedule_synced AND s.schedule_cron IS NOT NULL")
        .param("id", scriptId)
        .query((row, number) -> known(row))
        .optional();
  }

  /** Locks the script; false when a write to Temporal has become due since it was read. */
  boolean lockSynced(UUID scriptId) {
    return jdbc.sql("SELECT id FROM scripts WHERE id = :id AND schedule_synced FOR NO KEY UPDATE")
        .param("id", scriptId)
        .query(UUID.class)
        .optional()
        .isPresent();
  }

  private static Known known(ResultSet row) throws SQLException {
    byte[] fingerprint = row.getBytes("schedule_fingerprint");
    return new Known(
        ScheduleRows.schedule(row), fingerprint == null ? null : Fingerprint.stored(fingerprint));
  }

  /**
   * What Temporal should have, and had after our last write.
   *
   * @param fingerprint null when it is not known
   */
  record Known(ScriptSchedule script, @Nullable Fingerprint fingerprint) {}
}
