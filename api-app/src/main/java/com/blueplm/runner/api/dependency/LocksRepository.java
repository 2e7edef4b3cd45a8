package com.blueplm.runner.api.dependency;

import com.blueplm.runner.contract.gateway.LockOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Requests for locks. */
@Repository
class LocksRepository {
  private final JdbcClient jdbc;

  LocksRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  UUID insert(UUID orgId, @Nullable UUID scriptId, InlineMetadata metadata) {
    return jdbc.sql(
            """
            INSERT INTO dependency_locks (org_id, script_id, requires_python, packages)
            VALUES (:org, CAST(:script AS uuid), :python, :packages)
            RETURNING id
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("python", metadata.requiresPython())
        .param("packages", metadata.toLock().toArray(String[]::new))
        .query(UUID.class)
        .single();
  }

  LockState find(UUID orgId, UUID id) {
    return state("", orgId, id);
  }

  /** The same; it stays as it is until the transaction ends. */
  LockState hold(UUID orgId, UUID id) {
    return state(" FOR SHARE", orgId, id);
  }

  private LockState state(String suffix, UUID orgId, UUID id) {
    return jdbc.sql(
            "SELECT id, lock, error FROM dependency_locks WHERE org_id = :org AND id = :id"
                + suffix)
        .param("org", orgId)
        .param("id", id)
        .query((row, number) -> state(row))
        .single();
  }

  /** Says which script a request belongs to, once that exists. */
  void assign(UUID orgId, UUID id, UUID scriptId) {
    jdbc.sql(
            """
            UPDATE dependency_locks SET script_id = :script
             WHERE org_id = :org AND id = :id AND script_id IS NULL
            """)
        .param("org", orgId)
        .param("id", id)
        .param("script", scriptId)
        .update();
  }

  /** What a worker is to lock; workers serve all organisations. */
  Optional<LockOrder> order(UUID id) {
    return jdbc.sql(
            """
            SELECT requires_python, packages FROM dependency_locks
             WHERE id = :id AND state = 'pending'
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new LockOrder(
                    row.getString("requires_python"),
                    List.of((String[]) row.getArray("packages").getArray())))
        .optional();
  }

  boolean exists(UUID id) {
    return jdbc.sql("SELECT 1 FROM dependency_locks WHERE id = :id")
        .param("id", id)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** Stores the first result of a request; false when it has one. */
  boolean complete(UUID id, @Nullable String lock, @Nullable String error) {
    return jdbc.sql(
                """
                UPDATE dependency_locks
                   SET state = CASE WHEN CAST(:error AS text) IS NULL THEN 'locked' ELSE 'failed' END,
                       lock = CAST(:lock AS text),
                       lock_sha256 = sha256(convert_to(CAST(:lock AS text), 'UTF8')),
                       error = CAST(:error AS text), finished_at = now()
                 WHERE id = :id AND state = 'pending'
                """)
            .param("id", id)
            .param("lock", lock)
            .param("error", error)
            .update()
        == 1;
  }

  private static LockState state(ResultSet row) throws SQLException {
    return new LockState(
        row.getObject("id", UUID.class), row.getString("lock"), row.getString("error"));
  }
}
