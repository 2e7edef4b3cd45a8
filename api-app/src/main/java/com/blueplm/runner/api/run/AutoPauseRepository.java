package com.blueplm.runner.api.run;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads whether a script failed so often that its schedule is paused. */
@Repository
class AutoPauseRepository {
  private final JdbcClient jdbc;

  AutoPauseRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** After how many failures in a row the schedule of a live script is paused; 0 for never. */
  int limit(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            """
            SELECT auto_pause_after FROM scripts
             WHERE org_id = :org AND id = :script AND auto_pause_after IS NOT NULL
               AND schedule_cron IS NOT NULL AND deleted_at IS NULL
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /**
   * How many of the newest runs failed one after another, counted up to a limit: scheduled runs
   * that ended after the last resume, back to the newest success of any run.
   */
  int failuresInARow(UUID orgId, UUID scriptId, int limit) {
    return jdbc.sql(
            """
            WITH newest AS (
              SELECT status, completed_at, created_at, id
                FROM script_runs
               WHERE org_id = :org AND script_id = :script
                 AND (status = 'success'
                      OR (slot_at IS NOT NULL AND status IN ('error', 'timeout', 'lost')))
               ORDER BY created_at DESC, id DESC
               LIMIT :limit)
            SELECT count(*)
              FROM newest n
             WHERE n.status <> 'success'
               AND n.completed_at > coalesce(
                     (SELECT max(p.ended_at) FROM schedule_pauses p
                       WHERE p.org_id = :org AND p.script_id = :script AND p.kind = 'pause'),
                     '-infinity')
               AND NOT EXISTS (SELECT 1 FROM newest s
                                WHERE s.status = 'success'
                                  AND (s.created_at, s.id) > (n.created_at, n.id))
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("limit", limit)
        .query(Integer.class)
        .single();
  }
}
