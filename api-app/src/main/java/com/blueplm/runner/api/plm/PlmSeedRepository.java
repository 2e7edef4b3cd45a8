package com.blueplm.runner.api.plm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes the sample data of {@code plm/sample-data.sql}. */
@Repository
class PlmSeedRepository {
  private final JdbcClient jdbc;

  PlmSeedRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Lets one replica at a time look and seed, until its transaction ends. */
  void lock() {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('plm sample data'))").query().singleRow();
  }

  List<UUID> organizationsWithoutVault() {
    return jdbc.sql(
            """
            SELECT id FROM organizations o
             WHERE NOT EXISTS (SELECT 1 FROM plm_vaults v WHERE v.org_id = o.id)
             ORDER BY created_at
            """)
        .query(UUID.class)
        .list();
  }

  void seed(UUID orgId) {
    for (String statement : sampleData().split(";\\s*\\n")) {
      if (!statement.isBlank()) {
        jdbc.sql(statement).param("org", orgId).update();
      }
    }
  }

  private static String sampleData() {
    try {
      return new ClassPathResource("plm/sample-data.sql")
          .getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new UncheckedIOException("The sample data is missing from the jar", missing);
    }
  }
}
