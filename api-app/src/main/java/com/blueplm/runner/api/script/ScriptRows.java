package com.blueplm.runner.api.script;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows of scripts. */
@Component
class ScriptRows {
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final JsonMapper json;

  ScriptRows(JsonMapper json) {
    this.json = json;
  }

  /** The settings that a run uses. */
  RunSettings runSettings(ResultSet row) throws SQLException {
    return new RunSettings(
        row.getInt("timeout_seconds"),
        row.getInt("catchup_seconds"),
        OverlapPolicy.of(row.getString("overlap_policy")),
        OnWorkerLoss.of(row.getString("on_worker_loss")),
        json.readValue(row.getString("retry"), RunSettings.Retry.class),
        json.readValue(row.getString("limits"), RunSettings.Limits.class),
        json.readValue(row.getString("network"), RunSettings.Network.class),
        json.readValue(row.getString("environment"), TEXTS),
        texts(row, "plm_scopes"));
  }

  /**
   * A script; its code only where the query answers it.
   *
   * @param locking where its locks stand; null where only a list was asked for
   */
  StoredScript script(ResultSet row, StoredScript.@Nullable Locking locking) throws SQLException {
    return new StoredScript(
        row.getObject("id", UUID.class),
        settings(row),
        row.getString("code"),
        row.getInt("revision"),
        locking,
        row.getInt("edit_version"),
        texts(row, "secret_keys"),
        paused(row),
        didNotRun(row),
        lastRun(row),
        instant(row, "created_at"),
        person(row, "created_by", "created_email"),
        instant(row, "updated_at"),
        person(row, "updated_by", "updated_email"));
  }

  static StoredScript.Locking locking(ResultSet row) throws SQLException {
    int pending = row.getInt("pending_number");
    return new StoredScript.Locking(
        row.getBoolean("locked"),
        pending == 0
            ? null
            : new StoredScript.Pending(
                pending, row.getString("pending_code"), row.getString("pending_error")));
  }

  private ScriptSettings settings(ResultSet row) throws SQLException {
    String schema = row.getString("parameters_schema");
    return new ScriptSettings(
        row.getString("name"),
        row.getString("description"),
        row.getBoolean("is_active"),
        row.getBoolean("schedule_enabled"),
        row.getString("schedule_cron"),
        row.getString("schedule_timezone"),
        row.getInt("jitter_seconds"),
        row.getObject("auto_pause_after", Integer.class),
        runSettings(row),
        schema == null ? null : json.readTree(schema),
        tree(row, "parameters"),
        json.readValue(row.getString("notify"), ScriptSettings.Notices.class));
  }

  private JsonNode tree(ResultSet row, String column) throws SQLException {
    return json.readTree(row.getString(column));
  }

  private static StoredScript.@Nullable LastRun lastRun(ResultSet row) throws SQLException {
    UUID id = row.getObject("last_run_id", UUID.class);
    OffsetDateTime at = row.getObject("last_run_at", OffsetDateTime.class);
    String status = row.getString("last_run_status");
    return id == null && at == null && status == null
        ? null
        : new StoredScript.LastRun(id, at == null ? null : at.toInstant(), status);
  }

  private static @Nullable SchedulePaused paused(ResultSet row) throws SQLException {
    String reason = row.getString("pause_reason");
    return reason == null
        ? null
        : new SchedulePaused(reason, row.getString("pause_email"), instant(row, "paused_at"));
  }

  private static @Nullable DidNotRun didNotRun(ResultSet row) throws SQLException {
    OffsetDateTime slot = row.getObject("due_slot", OffsetDateTime.class);
    if (slot == null) {
      return null;
    }
    String status = row.getString("due_status");
    return DidNotRun.of(
        slot.toInstant(),
        row.getBoolean("due_paused"),
        status == null ? null : RunStatus.of(status),
        row.getString("due_end_reason"),
        row.getInt("due_attempt") > 0);
  }

  static StoredScript.@Nullable Person person(ResultSet row, String id, String email)
      throws SQLException {
    UUID userId = row.getObject(id, UUID.class);
    String address = row.getString(email);
    return userId == null || address == null ? null : new StoredScript.Person(userId, address);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
