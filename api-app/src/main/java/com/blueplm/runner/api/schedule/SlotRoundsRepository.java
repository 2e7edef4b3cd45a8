package com.blueplm.runner.api.schedule;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the rounds over due slots need: whose turn it is, and how long a slot may be late. */
@Repository
class SlotRoundsRepository {
  private final JdbcClient jdbc;

  SlotRoundsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
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

  /**
   * How long a slot may be late.
   *
   * @param catchupSeconds the catch-up window
   * @param jitterSeconds how far starts are spread
   * @param synced whether Temporal's Schedule follows the script
   */
  record Window(int catchupSeconds, int jitterSeconds, boolean synced) {}
}
