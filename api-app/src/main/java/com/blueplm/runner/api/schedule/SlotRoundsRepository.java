package com.blueplm.runner.api.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the rounds over due slots need: whose turn it is, and how long a slot may be late. */
@Repository
class SlotRoundsRepository {
  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 7_202_611_240_002L;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  SlotRoundsRepository(JdbcClient jdbc, JdbcTemplate template) {
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

  Window windowOf(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            """
            SELECT catchup_seconds, jitter_seconds, schedule_synced
              FROM scripts
             WHERE org_id = :org AND id = :script
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .query(
            (row, number) ->
                new Window(
                    row.getInt("catchup_seconds"),
                    row.getInt("jitter_seconds"),
                    row.getBoolean("schedule_synced")))
        .single();
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
   * How long a slot may be late.
   *
   * @param catchupSeconds the catch-up window
   * @param jitterSeconds how far starts are spread
   * @param synced whether Temporal's Schedule follows the script
   */
  record Window(int catchupSeconds, int jitterSeconds, boolean synced) {}
}
