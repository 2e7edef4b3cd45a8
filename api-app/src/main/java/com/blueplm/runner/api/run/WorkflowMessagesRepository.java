package com.blueplm.runner.api.run;

import java.sql.ResultSet;
import java.sql.SQLException;
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
  private static final String SELECT =
      """
      SELECT m.id, m.run_id, r.workflow_id, m.kind, m.body,
             m.created_at < now() - interval '10 seconds' AS old
        FROM workflow_messages m
        JOIN script_runs r ON r.org_id = m.org_id AND r.id = m.run_id
       WHERE m.delivered_at IS NULL
      """;

  private final JdbcClient jdbc;

  WorkflowMessagesRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long insert(UUID orgId, UUID runId, WorkflowMessage.Kind kind, @Nullable String body) {
    return jdbc.sql(
            """
            INSERT INTO workflow_messages (org_id, run_id, kind, body)
            VALUES (:org, :run, :kind, :body)
            RETURNING id
            """)
        .param("org", orgId)
        .param("run", runId)
        .param("kind", kind.name().toLowerCase(Locale.ROOT))
        .param("body", body)
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

  private static WorkflowMessage message(ResultSet row) throws SQLException {
    return new WorkflowMessage(
        row.getLong("id"),
        row.getObject("run_id", UUID.class),
        row.getString("workflow_id"),
        WorkflowMessage.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("body"),
        row.getBoolean("old"));
  }
}
