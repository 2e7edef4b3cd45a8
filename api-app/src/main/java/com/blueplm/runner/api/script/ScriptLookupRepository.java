package com.blueplm.runner.api.script;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.OverlapPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads of live scripts that other features need. */
@Repository
public class ScriptLookupRepository {
  private static final String SELECT =
      """
      SELECT id, org_id, name, is_active, current_revision_id, timeout_seconds, catchup_seconds,
             overlap_policy, on_worker_loss, retry, limits, network, environment, plm_scopes,
             parameters
        FROM scripts
       WHERE org_id = :org AND id = :id AND deleted_at IS NULL
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ScriptLookupRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The live script with this id in this organisation. */
  public Optional<RunnableScript> find(UUID orgId, UUID scriptId) {
    return query(SELECT, orgId, scriptId);
  }

  /**
   * The same, with its row locked until the transaction ends: the first lock in the order of §5.11.
   */
  public Optional<RunnableScript> lock(UUID orgId, UUID scriptId) {
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
    RunSettings settings =
        new RunSettings(
            row.getInt("timeout_seconds"),
            row.getInt("catchup_seconds"),
            OverlapPolicy.of(row.getString("overlap_policy")),
            OnWorkerLoss.of(row.getString("on_worker_loss")),
            json.readValue(row.getString("retry"), RunSettings.Retry.class),
            json.readValue(row.getString("limits"), RunSettings.Limits.class),
            json.readValue(row.getString("network"), RunSettings.Network.class),
            json.readValue(
                row.getString("environment"), new TypeReference<Map<String, String>>() {}),
            List.of((String[]) row.getArray("plm_scopes").getArray()));
    return new RunnableScript(
        row.getObject("org_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getBoolean("is_active"),
        row.getObject("current_revision_id", UUID.class),
        settings,
        row.getString("parameters"));
  }
}
