package com.blueplm.runner.api.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The outbox of messages to workflows. */
@Repository
class WorkflowMessagesRepository {
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration CANCEL_AGAIN = Duration.ofSeconds(30);
  private static final String SELECT =
      """
      SELECT m.id, m.run_id, r.workflow_id, m.kind, m.body, m.attempt,
             m.created_at < now() - interval '10 seconds' AS old
        FROM workflow_messages m
        JOIN script_runs r ON r.org_id = m.org_id AND r.id = m.run_id
       WHERE m.delivered_at IS NULL
      """;

  private final JdbcClient jdbc;

  WorkflowMessagesRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long insert(
      UUID orgId,
      UUID runId,
      WorkflowMessage.Kind kind,
      @Nullable String body,
      @Nullable Integer attempt) {
    return jdbc.sql(
            """
            INSERT INTO workflow_messages (org_id, run_id, kind, body, attempt)
            VALUES (:org, :run, :kind, :body, :attempt::int)
            RETURNING id
            """)
        .param("org", orgId)
        .param("run", runId)
        .param("kind", wire(kind))
        .param("body", body)
        .param("attempt", attempt)
        .query(Long.class)
        .single();
  }

  Optional<WorkflowMessage> findOpen(long id) {
    return jdbc.sql(SELECT + " AND m.id = :id")
        .param("id", id)
        .query((row, number) -> message(row))
        .optional();
  }

  /** Messages that their own request did not deliver, oldest first. */
  List<WorkflowMessage> open() {
    return jdbc.sql(
            SELECT
                + """
                   AND m.created_at < now() - interval '2 seconds'
                 ORDER BY m.created_at, m.id
                 LIMIT 200
                """)
        .query((row, number) -> message(row))
        .list();
  }

  void delivered(long id) {
    jdbc.sql("UPDATE workflow_messages SET delivered_at = now() WHERE id = :id")
        .param("id", id)
        .update();
  }

  /**
   * The newest message of a kind to the workflow of a run; with an attempt, the one that names it.
   */
  Optional<SentMessage> newest(UUID runId, WorkflowMessage.Kind kind, @Nullable Integer attempt) {
    return jdbc.sql(
            """
            SELECT m.id,
                   m.delivered_at IS NOT NULL
                     AND clock_timestamp() - t.last > least(interval '60 seconds',
                           greatest(make_interval(secs => :first), t.last - m.created_at)) AS repeatable
              FROM workflow_messages m
             CROSS JOIN LATERAL (SELECT coalesce(m.repeated_at, m.created_at) AS last) t
             WHERE m.run_id = :run AND m.kind = :kind
               AND (:attempt::int IS NULL OR m.attempt = :attempt::int)
             ORDER BY m.id DESC
             LIMIT 1
            """)
        .param("first", (kind == WorkflowMessage.Kind.CANCEL ? CANCEL_AGAIN : AGAIN).toSeconds())
        .param("run", runId)
        .param("kind", wire(kind))
        .param("attempt", attempt)
        .query((row, number) -> new SentMessage(row.getLong("id"), row.getBoolean("repeatable")))
        .optional();
  }

  /** Has a delivered message sent once more. */
  void repeat(long id) {
    jdbc.sql(
            """
            UPDATE workflow_messages
               SET delivered_at = NULL, repeated_at = clock_timestamp()
             WHERE id = :id AND delivered_at IS NOT NULL
            """)
        .param("id", id)
        .update();
  }

  private static String wire(WorkflowMessage.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static WorkflowMessage message(ResultSet row) throws SQLException {
    return new WorkflowMessage(
        row.getLong("id"),
        row.getObject("run_id", UUID.class),
        row.getString("workflow_id"),
        WorkflowMessage.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("body"),
        row.getObject("attempt", Integer.class),
        row.getBoolean("old"));
  }
}
