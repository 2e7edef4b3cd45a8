package com.blueplm.runner.api.turn;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Advisory locks of Postgres. */
@Repository
class TurnsRepository {
  private final JdbcTemplate template;

  TurnsRepository(JdbcTemplate template) {
    this.template = template;
  }

  /**
   * Runs the task unless the lock is held. The lock is the session's and is held by a connection of
   * its own, so that no transaction stays open while Temporal is asked.
   */
  void exclusively(long lock, Runnable task) {
    template.execute(
        (Connection connection) -> {
          if (call(connection, "SELECT pg_try_advisory_lock(?)", lock)) {
            try {
              task.run();
            } finally {
              call(connection, "SELECT pg_advisory_unlock(?)", lock);
            }
          }
          return true;
        });
  }

  private static boolean call(Connection connection, String sql, long lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, lock);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
