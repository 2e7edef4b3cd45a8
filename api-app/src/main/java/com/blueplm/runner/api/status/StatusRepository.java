package com.blueplm.runner.api.status;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks at the database for {@code /readyz}. */
@Repository
class StatusRepository {
  private final JdbcClient jdbc;

  StatusRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Workers that were heard of within 5 s; failing when the database is not ready. */
  int countLiveWorkers() {
    return jdbc.sql(
            "SELECT count(*) FROM workers WHERE last_seen_at > now() - interval '5 seconds'")
        .query(Integer.class)
        .single();
  }
}
