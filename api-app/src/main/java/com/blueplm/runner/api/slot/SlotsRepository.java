package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes of {@code schedule_slots} and the reads that they need. */
@Repository
class SlotsRepository {
  private final JdbcClient jdbc;

  SlotsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void opened(UUID orgId, UUID scriptId, Instant slotAt, UUID runId) {
    jdbc.sql(
            """
            INSERT INTO schedule_slots (org_id, script_id, slot_at, run_id)
            VALUES (:org, :script, :slot, :run)
            ON CONFLICT (script_id, slot_at)
            DO UPDATE SET run_id = excluded.run_id WHERE schedule_slots.run_id IS NULL
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("slot", Rows.timestamp(slotAt))
        .param("run", runId)
        .update();
  }

  /** Fails unless every slot is there. */
  void replaced(UUID orgId, UUID scriptId, Map<Instant, UUID> runs) {
    int replaced =
        jdbc.sql(
                """
                UPDATE schedule_slots k
                   SET run_id = run.id
                  FROM unnest(:slots::timestamptz[], :runs::uuid[]) AS run (slot, id)
                 WHERE k.org_id = :org AND k.script_id = :script AND k.slot_at = run.slot
                """)
            .param("slots", Rows.texts(runs.keySet()))
            .param("runs", runs.values().stream().map(UUID::toString).toArray(String[]::new))
            .param("org", orgId)
            .param("script", scriptId)
            .update();
    if (replaced != runs.size()) {
      throw new IllegalStateException(
          "Expected to replace the runs of %d slots, replaced %d".formatted(runs.size(), replaced));
    }
  }

  void paused(UUID orgId, UUID scriptId, Instant slotAt, UUID pauseId) {
    jdbc.sql(
            """
            INSERT INTO schedule_slots (org_id, script_id, slot_at, pause_id)
            VALUES (:org, :script, :slot, :pause)
            ON CONFLICT (script_id, slot_at)
            DO UPDATE SET pause_id = excluded.pause_id
             WHERE schedule_slots.run_id IS NULL AND schedule_slots.pause_id IS NULL
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("slot", Rows.timestamp(slotAt))
        .param("pause", pauseId)
        .update();
  }

  /** Rows for due slots; each names the pause that it lies in. Those that exist stay. */
  int account(UUID orgId, UUID scriptId, Collection<Instant> due) {
    return jdbc.sql(
            """
            INSERT INTO schedule_slots (org_id, script_id, slot_at, pause_id)
            SELECT :org, :script, due.at,
                   (SELECT p.id
                      FROM schedule_pauses p
                     WHERE p.org_id = :org AND p.script_id = :script
                       AND p.began_at < due.at AND (p.ended_at IS NULL OR p.ended_at >= due.at)
                     ORDER BY p.kind = 'pause', p.began_at
                     LIMIT 1)
              FROM unnest(:due::timestamptz[]) AS due (at)
            ON CONFLICT (script_id, slot_at) DO NOTHING
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("due", Rows.texts(due))
        .update();
  }

  boolean isDecided(UUID orgId, UUID scriptId, Instant slotAt) {
    return exists(orgId, scriptId, slotAt, "AND (run_id IS NOT NULL OR pause_id IS NOT NULL)");
  }

  boolean isKnown(UUID orgId, UUID scriptId, Instant slotAt) {
    return exists(orgId, scriptId, slotAt, "");
  }

  private boolean exists(UUID orgId, UUID scriptId, Instant slotAt, String condition) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM schedule_slots
                            WHERE org_id = :org AND script_id = :script AND slot_at = :slot %s)
            """
                .formatted(condition))
        .param("org", orgId)
        .param("script", scriptId)
        .param("slot", Rows.timestamp(slotAt))
        .query(Boolean.class)
        .single();
  }

  /** Slots of any script without run and pause whose next look is due, oldest look first. */
  List<OpenSlot> open(Instant dueBy, Instant now, int limit) {
    return jdbc.sql(
            """
            SELECT org_id, script_id, slot_at
              FROM schedule_slots
             WHERE run_id IS NULL AND pause_id IS NULL AND slot_at <= :due
               AND (next_look_at IS NULL OR next_look_at <= :now)
             ORDER BY next_look_at NULLS FIRST, slot_at
             LIMIT :limit
            """)
        .param("due", Rows.timestamp(dueBy))
        .param("now", Rows.timestamp(now))
        .param("limit", limit)
        .query(
            (row, number) ->
                new OpenSlot(
                    row.getObject("org_id", UUID.class),
                    row.getObject("script_id", UUID.class),
                    Rows.required(row, "slot_at")))
        .list();
  }

  void lookAgain(OpenSlot slot, Instant at) {
    jdbc.sql(
            """
            UPDATE schedule_slots SET next_look_at = :at
             WHERE org_id = :org AND script_id = :script AND slot_at = :slot
            """)
        .param("at", Rows.timestamp(at))
        .param("org", slot.orgId())
        .param("script", slot.scriptId())
        .param("slot", Rows.timestamp(slot.slotAt()))
        .update();
  }

  /** Locks a script, deleted or not. */
  boolean lockScript(UUID orgId, UUID scriptId) {
    return jdbc.sql("SELECT id FROM scripts WHERE org_id = :org AND id = :script FOR NO KEY UPDATE")
        .param("org", orgId)
        .param("script", scriptId)
        .query(UUID.class)
        .optional()
        .isPresent();
  }
}
