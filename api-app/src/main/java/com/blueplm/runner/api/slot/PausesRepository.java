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

/** The table {@code schedule_pauses}. */
@Repository
class PausesRepository {
  private static final String SELECT =
      """
      SELECT p.id, p.kind, p.source, p.reason, u.email, p.began_at, p.ended_at
        FROM schedule_pauses p
        LEFT JOIN users u ON u.org_id = p.org_id AND u.id = p.paused_by
       WHERE p.org_id = :org AND p.script_id = :script
      """;

  private final JdbcClient jdbc;

  PausesRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** False when one of this kind holds already. */
  boolean insert(
      UUID orgId,
      UUID scriptId,
      PauseKind kind,
      PauseSource source,
      String reason,
      @Nullable UUID by,
      Instant at) {
    return jdbc.sql(
                """
                INSERT INTO schedule_pauses (org_id, script_id, kind, source, reason, paused_by, began_at)
                VALUES (:org, :script, :kind, :source, :reason, :by::uuid, :at)
                ON CONFLICT (script_id, kind) WHERE ended_at IS NULL DO NOTHING
                """)
            .param("org", orgId)
            .param("script", scriptId)
            .param("kind", kind.wire())
            .param("source", source.wire())
            .param("reason", reason)
            .param("by", by)
            .param("at", Rows.timestamp(at))
            .update()
        == 1;
  }

  /** False when none of this kind holds. */
  boolean close(UUID orgId, UUID scriptId, PauseKind kind, @Nullable UUID by, Instant at) {
    return jdbc.sql(
                """
                UPDATE schedule_pauses
                   SET ended_at = greatest(:at, began_at), ended_by = :by::uuid
                 WHERE org_id = :org AND script_id = :script AND kind = :kind AND ended_at IS NULL
                """)
            .param("at", Rows.timestamp(at))
            .param("by", by)
            .param("org", orgId)
            .param("script", scriptId)
            .param("kind", kind.wire())
            .update()
        == 1;
  }

  void claimOpenSlots(UUID orgId, UUID scriptId, PauseKind kind) {
    jdbc.sql(
            """
            UPDATE schedule_slots k
               SET pause_id = p.id
              FROM schedule_pauses p
             WHERE p.org_id = :org AND p.script_id = :script AND p.kind = :kind AND p.ended_at IS NULL
               AND k.org_id = p.org_id AND k.script_id = p.script_id AND k.slot_at > p.began_at
               AND k.run_id IS NULL AND k.pause_id IS NULL
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("kind", kind.wire())
        .update();
  }

  Optional<Pause> covering(UUID orgId, UUID scriptId, Instant moment) {
    return select(
            orgId, scriptId, "AND p.began_at < :at AND (p.ended_at IS NULL OR p.ended_at >= :at)")
        .param("at", Rows.timestamp(moment))
        .query((row, number) -> pause(row))
        .list()
        .stream()
        .findFirst();
  }

  boolean heldSince(UUID orgId, UUID scriptId, Instant moment) {
    return !select(orgId, scriptId, "AND (p.ended_at IS NULL OR p.ended_at >= :at)")
        .param("at", Rows.timestamp(moment))
        .query((row, number) -> pause(row))
        .list()
        .isEmpty();
  }

  List<Pause> current(UUID orgId, UUID scriptId) {
    return select(orgId, scriptId, "AND p.ended_at IS NULL")
        .query((row, number) -> pause(row))
        .list();
  }

  private JdbcClient.StatementSpec select(UUID orgId, UUID scriptId, String condition) {
    return jdbc.sql(SELECT + condition + " ORDER BY p.kind = 'pause', p.began_at")
        .param("org", orgId)
        .param("script", scriptId);
  }

  private static Pause pause(ResultSet row) throws SQLException {
    return new Pause(
        row.getObject("id", UUID.class),
        PauseKind.of(row.getString("kind")),
        PauseSource.of(row.getString("source")),
        row.getString("reason"),
        row.getString("email"),
        Rows.required(row, "began_at"),
        Rows.instant(row, "ended_at"));
  }
}
