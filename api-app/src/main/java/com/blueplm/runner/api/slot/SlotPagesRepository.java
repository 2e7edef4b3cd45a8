package com.blueplm.runner.api.slot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Slots with all that explains them. */
@Repository
class SlotPagesRepository {
  private final JdbcClient jdbc;

  SlotPagesRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One more than the limit, if there is one more; oldest first. */
  List<SlotRow> list(SlotQuery query) {
    return jdbc.sql(
            """
            SELECT *
              FROM (SELECT s.slot_at, s.run_id, r.status, r.end_reason, r.blocked_by,
                           (r.settings ->> 'catchup_seconds')::int AS catchup_seconds,
                           b.status AS blocker_status, p.kind, p.source, p.reason, p.began_at, u.email,
                           CASE WHEN r.id IS NULL AND p.id IS NOT NULL THEN 'paused'
                                WHEN r.id IS NULL THEN 'pending'
                                WHEN r.attempt > 0 THEN 'ran'
                                WHEN r.status IN ('skipped', 'missed', 'cancelled') THEN r.status
                                WHEN r.completed_at IS NOT NULL THEN 'missed'
                                ELSE 'pending' END AS outcome
                      FROM schedule_slots s
                      LEFT JOIN script_runs r ON r.org_id = s.org_id AND r.id = s.run_id
                      LEFT JOIN script_runs b ON b.org_id = s.org_id AND b.id = r.blocked_by
                      LEFT JOIN schedule_pauses p ON p.org_id = s.org_id AND p.id = s.pause_id
                      LEFT JOIN users u ON u.org_id = s.org_id AND u.id = p.paused_by
                     WHERE s.org_id = :org AND s.script_id = :script
                       AND s.slot_at > :from AND s.slot_at <= :to) slots
             WHERE :any OR outcome = ANY (:outcomes::text[])
             ORDER BY slot_at
             LIMIT :limit
            """)
        .param("org", query.orgId())
        .param("script", query.scriptId())
        .param("from", Rows.timestamp(query.from()))
        .param("to", Rows.timestamp(query.to()))
        .param("any", query.outcomes().isEmpty())
        .param("outcomes", query.outcomes().stream().map(SlotOutcome::wire).toArray(String[]::new))
        .param("limit", query.limit() + 1)
        .query((row, number) -> slot(row))
        .list();
  }

  /** What was away at some moment of a range. */
  List<Outage> outages(Instant from, Instant to) {
    return jdbc.sql(
            """
            SELECT part, began_at, ended_at
              FROM service_outages
             WHERE began_at < :to AND (ended_at IS NULL OR ended_at > :from)
             ORDER BY began_at, id
            """)
        .param("from", Rows.timestamp(from))
        .param("to", Rows.timestamp(to))
        .query(
            (row, number) ->
                new Outage(
                    row.getString("part"),
                    Rows.required(row, "began_at"),
                    Rows.instant(row, "ended_at")))
        .list();
  }

  private static SlotRow slot(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    String source = row.getString("source");
    return new SlotRow(
        Rows.required(row, "slot_at"),
        SlotOutcome.of(row.getString("outcome")),
        Rows.uuid(row, "run_id"),
        row.getString("status"),
        row.getString("end_reason"),
        integer(row, "catchup_seconds"),
        Rows.uuid(row, "blocked_by"),
        row.getString("blocker_status"),
        kind == null ? null : PauseKind.of(kind),
        source == null ? null : PauseSource.of(source),
        row.getString("reason"),
        row.getString("email"),
        Rows.instant(row, "began_at"));
  }

  private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }
}
