package com.blueplm.runner.api.script;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads of scripts that other features need. */
@Repository
public class ScriptLookupRepository {
  private static final String SELECT =
      """
      SELECT id, org_id, name, is_active, current_revision_id, timeout_seconds, catchup_seconds,
             overlap_policy, on_worker_loss, retry, limits, network, environment, plm_scopes,
             parameters
        FROM scripts
       WHERE org_id = :org AND id = :id
      """;

  private static final String LIVE = " AND deleted_at IS NULL";

  private final JdbcClient jdbc;
  private final ScriptRows rows;

  ScriptLookupRepository(JdbcClient jdbc, ScriptRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** The live script with this id in this organisation. */
  public Optional<RunnableScript> find(UUID orgId, UUID scriptId) {
    return query(SELECT + LIVE, orgId, scriptId);
  }

  /**
   * The same, with its row locked until the transaction ends: the first lock in the order of §5.11.
   */
  public Optional<RunnableScript> lock(UUID orgId, UUID scriptId) {
    return query(SELECT + LIVE + " FOR UPDATE", orgId, scriptId);
  }

  /** The same for a script that may be deleted: its due slots are still accounted for. */
  public Optional<RunnableScript> lockDeletedToo(UUID orgId, UUID scriptId) {
    return query(SELECT + " FOR UPDATE", orgId, scriptId);
  }

  private Optional<RunnableScript> query(String sql, UUID orgId, UUID scriptId) {
    return jdbc.sql(sql)
        .param("org", orgId)
        .param("id", scriptId)
        .query((row, number) -> runnable(row))
        .optional();
  }

  private RunnableScript runnable(ResultSet row) throws SQLException {
    return new RunnableScript(
        row.getObject("org_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getBoolean("is_active"),
        row.getObject("current_revision_id", UUID.class),
        rows.runSettings(row),
        row.getString("parameters"));
  }
}
