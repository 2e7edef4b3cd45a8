package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which scripts' Schedules Temporal has still to be told about. Not bound to one organisation: it
 * works for the whole installation and shows nothing to anyone.
 */
@Repository
class ScheduleRepository {
  private final JdbcClient jdbc;

  ScheduleRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits until nobody else writes this script's Schedule; held until the transaction ends. */
  void lockSchedule(UUID scriptId) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('schedule'), hashtext(:id))")
        .param("id", scriptId.toString())
        .query()
        .singleRow();
  }

  boolean hasCron(UUID scriptId) {
    return jdbc.sql("SELECT schedule_cron IS NOT NULL FROM scripts WHERE id = :id")
        .param("id", scriptId)
        .query(Boolean.class)
        .single();
  }

  /** Who changed the script last; null when nobody is known. */
  @Nullable UUID editorOf(UUID orgId, UUID scriptId) {
    return jdbc.sql("SELECT updated_by FROM scripts WHERE org_id = :org AND id = :id")
        .param("org", orgId)
        .param("id", scriptId)
        .query((row, number) -> Optional.ofNullable(row.getObject("updated_by", UUID.class)))
        .single()
        .orElse(null);
  }

  /** The script, if Temporal has still to be told about it. */
  Optional<ScriptSchedule> findUnsynced(UUID scriptId) {
    return jdbc.sql(ScheduleRows.SELECT + " AND NOT s.schedule_synced")
        .param("id", scriptId)
        .query((row, number) -> ScheduleRows.schedule(row))
        .optional();
  }

  /** Scripts that Temporal has still to be told about, longest changed first. */
  List<UUID> unsynced(int limit) {
    return jdbc.sql(
            """
            SELECT id FROM scripts
             WHERE NOT schedule_synced AND purged_at IS NULL
             ORDER BY updated_at
             LIMIT :limit
            """)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /** Answers whether Temporal knew everything up to now. */
  boolean markUnsynced(UUID scriptId) {
    return jdbc.sql("UPDATE scripts SET schedule_synced = false WHERE id = :id AND schedule_synced")
            .param("id", scriptId)
            .update()
        == 1;
  }

  /** Marks the script as known to Temporal, unless it changed again meanwhile. */
  void markSynced(ScriptSchedule written) {
    ScheduleSpec spec = written.spec();
    jdbc.sql(
            """
            UPDATE scripts
               SET schedule_synced = true
             WHERE id = :id AND schedule_cron IS NOT DISTINCT FROM :cron AND schedule_timezone = :timezone
               AND schedule_enabled = :enabled AND catchup_seconds = :catchup AND jitter_seconds = :jitter
               AND is_active = :active AND (deleted_at IS NOT NULL) = :deleted
               AND (SELECT p.id FROM schedule_pauses p
                     WHERE p.org_id = scripts.org_id AND p.script_id = scripts.id AND p.kind = 'pause'
                       AND p.ended_at IS NULL) IS NOT DISTINCT FROM :pause::uuid
            """)
        .param("id", written.scriptId())
        .param("cron", spec.cron())
        .param("timezone", spec.timezone())
        .param("enabled", spec.enabled())
        .param("catchup", spec.catchupSeconds())
        .param("jitter", spec.jitterSeconds())
        .param("active", spec.scriptActive())
        .param("deleted", written.deleted())
        .param("pause", written.pause() == null ? null : written.pause().id())
        .update();
  }

  /** What Temporal described after our last write of the script's Schedule. */
  void storeFingerprint(UUID scriptId, @Nullable Fingerprint fingerprint) {
    jdbc.sql("UPDATE scripts SET schedule_fingerprint = :fingerprint::bytea WHERE id = :id")
        .param("fingerprint", fingerprint == null ? null : fingerprint.bytes())
        .param("id", scriptId)
        .update();
  }
}
