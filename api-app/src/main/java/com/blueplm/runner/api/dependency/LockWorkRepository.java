package com.blueplm.runner.api.dependency;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the reconciler of locks reads and notes; it works for all organisations. */
@Repository
class LockWorkRepository {
  private final JdbcClient jdbc;

  LockWorkRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes that Temporal took the workflow of a request. */
  void started(UUID id) {
    jdbc.sql(
            """
            UPDATE dependency_locks
               SET workflow_starts = workflow_starts + 1,
                   next_look_at = now() + interval '10 seconds'
             WHERE id = :id
            """)
        .param("id", id)
        .update();
  }

  /**
   * Takes requests without a result that are to be looked after, the longest waiting first; no
   * other replica looks at the same ones for the next ten seconds.
   */
  List<Waiting> take() {
    return jdbc.sql(
            """
            UPDATE dependency_locks
               SET next_look_at = now() + interval '10 seconds'
             WHERE id IN (SELECT id FROM dependency_locks
                           WHERE state = 'pending' AND next_look_at <= now()
                           ORDER BY next_look_at LIMIT 50
                             FOR UPDATE SKIP LOCKED)
            RETURNING id, workflow_starts
            """)
        .query(
            (row, number) ->
                new Waiting(row.getObject("id", UUID.class), row.getInt("workflow_starts")))
        .list();
  }

  /** Has the requests looked after again soon, because Temporal did not answer. */
  void postpone(List<UUID> ids) {
    jdbc.sql(
            """
            UPDATE dependency_locks SET next_look_at = now() + interval '2 seconds'
             WHERE id = ANY (:ids::uuid[]) AND state = 'pending'
            """)
        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
        .update();
  }

  /** Locks that have arrived without reaching the revisions that wait for them. */
  List<UUID> undelivered() {
    return jdbc.sql(
            """
            SELECT DISTINCT l.id
              FROM script_revisions r
              JOIN dependency_locks l ON l.org_id = r.org_id AND l.id = r.lock_id
             WHERE r.lock_id IS NOT NULL AND r.requirements_lock IS NULL AND l.state = 'locked'
            """)
        .query(UUID.class)
        .list();
  }

  /** Forgets requests of saves that were refused. */
  void forgetUnused() {
    jdbc.sql(
            """
            DELETE FROM dependency_locks l
             WHERE created_at < now() - interval '1 day'
               AND NOT EXISTS (SELECT 1 FROM script_revisions r WHERE r.lock_id = l.id)
            """)
        .update();
  }

  /**
   * A request without a result.
   *
   * @param workflowStarts how often Temporal took its workflow
   */
  record Waiting(UUID id, int workflowStarts) {}
}
