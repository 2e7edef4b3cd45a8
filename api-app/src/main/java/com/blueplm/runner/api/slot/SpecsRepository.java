package com.blueplm.runner.api.slot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code schedule_specs}. */
@Repository
class SpecsRepository {
  private static final String SELECT =
      """
      SELECT id, org_id, script_id, cron, timezone, valid_from, valid_to, accounted_until
        FROM schedule_specs
      """;

  private final JdbcClient jdbc;

  SpecsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(UUID orgId, UUID scriptId, String cron, String timezone, Instant at) {
    jdbc.sql(
            """
            INSERT INTO schedule_specs (org_id, script_id, cron, timezone, valid_from, accounted_until)
            SELECT :org, :script, :cron, :timezone, start, start
              FROM (SELECT greatest(:at, (SELECT max(valid_to) FROM schedule_specs
                                           WHERE org_id = :org AND script_id = :script)) AS start) begun
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("cron", cron)
        .param("timezone", timezone)
        .param("at", Rows.timestamp(at))
        .update();
  }

  /** Without {@code next_due_at}, so that the accountant looks at what is left of it. */
  void close(UUID orgId, UUID scriptId, Instant at) {
    jdbc.sql(
            """
            UPDATE schedule_specs
               SET valid_to = greatest(:at, accounted_until), next_due_at = NULL
             WHERE org_id = :org AND script_id = :script AND valid_to IS NULL
            """)
        .param("at", Rows.timestamp(at))
        .param("org", orgId)
        .param("script", scriptId)
        .update();
  }

  Optional<SpecPeriod> covering(UUID orgId, UUID scriptId, Instant moment) {
    return jdbc.sql(
            SELECT
                + """
                 WHERE org_id = :org AND script_id = :script
                   AND valid_from < :at AND (valid_to IS NULL OR valid_to >= :at)
                 ORDER BY valid_from DESC
                 LIMIT 1
                """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("at", Rows.timestamp(moment))
        .query((row, number) -> period(row))
        .optional();
  }

  boolean hasBefore(SpecPeriod period) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM schedule_specs
                            WHERE org_id = :org AND script_id = :script AND valid_from < :from)
            """)
        .param("org", period.orgId())
        .param("script", period.scriptId())
        .param("from", Rows.timestamp(period.validFrom()))
        .query(Boolean.class)
        .single();
  }

  List<SpecPeriod> unaccounted(UUID orgId, UUID scriptId, Instant moment) {
    return jdbc.sql(
            SELECT
                + """
                 WHERE org_id = :org AND script_id = :script AND accounted_until < :at
                   AND (valid_to IS NULL OR accounted_until < valid_to)
                 ORDER BY valid_from
                """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("at", Rows.timestamp(moment))
        .query((row, number) -> period(row))
        .list();
  }

  List<SpecPeriod> unaccounted(Instant moment, int limit) {
    return jdbc.sql(
            SELECT
                + """
                 WHERE (valid_to IS NULL OR accounted_until < valid_to)
                   AND (next_due_at IS NULL OR next_due_at <= :at) AND accounted_until < :at
                 ORDER BY next_due_at NULLS FIRST
                 LIMIT :limit
                """)
        .param("at", Rows.timestamp(moment))
        .param("limit", limit)
        .query((row, number) -> period(row))
        .list();
  }

  /** False when the period is no longer the one that was read: then nothing may be written. */
  boolean account(SpecPeriod period, Instant until, @Nullable Instant nextDueAt) {
    return jdbc.sql(
                """
                UPDATE schedule_specs
                   SET accounted_until = :until, next_due_at = :next::timestamptz
                 WHERE org_id = :org AND id = :id AND accounted_until = :from
                   AND valid_to IS NOT DISTINCT FROM :to::timestamptz
                """)
            .param("until", Rows.timestamp(until))
            .param("next", Rows.optional(nextDueAt))
            .param("org", period.orgId())
            .param("id", period.id())
            .param("from", Rows.timestamp(period.accountedUntil()))
            .param("to", Rows.optional(period.validTo()))
            .update()
        == 1;
  }

  void lookAgain(SpecPeriod period, Instant at) {
    jdbc.sql("UPDATE schedule_specs SET next_due_at = :at WHERE org_id = :org AND id = :id")
        .param("at", Rows.timestamp(at))
        .param("org", period.orgId())
        .param("id", period.id())
        .update();
  }

  private static SpecPeriod period(ResultSet row) throws SQLException {
    return new SpecPeriod(
        row.getObject("id", UUID.class),
        row.getObject("org_id", UUID.class),
        row.getObject("script_id", UUID.class),
        row.getString("cron"),
        row.getString("timezone"),
        Rows.required(row, "valid_from"),
        Rows.instant(row, "valid_to"),
        Rows.required(row, "accounted_until"));
  }
}
