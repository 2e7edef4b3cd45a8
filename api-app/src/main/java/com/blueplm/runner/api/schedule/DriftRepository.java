package com.blueplm.runner.api.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which Schedules are compared with Temporal. Not bound to one organisation: it works for the whole
 * installation and shows nothing to anyone.
 */
@Repository
class DriftRepository {
  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 7_202_611_240_002L;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  DriftRepository(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
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

  private static boolean call(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /**
   * What Temporal should have, and had after our last write.
   *
   * @param fingerprint null when it is not known
   */
  record Known(ScriptSchedule script, @Nullable Fingerprint fingerprint) {}
}
