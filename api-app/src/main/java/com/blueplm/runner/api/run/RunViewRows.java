package com.blueplm.runner.api.run;

import com.blueplm.runner.api.config.RunnerProperties;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes views of rows. */
@Component
class RunViewRows {
  private static final TypeReference<List<RunView.AttemptView>> ATTEMPTS = new TypeReference<>() {};

  private final JsonMapper json;
  private final @Nullable String workflows;

  RunViewRows(
      JsonMapper json,
      RunnerProperties properties,
      @Value("${spring.temporal.namespace:default}") String namespace) {
    this.json = json;
    this.workflows =
        properties.temporalUiUrl() == null
            ? null
            : properties.temporalUiUrl().toString().replaceAll("/+$", "")
                + "/namespaces/"
                + namespace
                + "/workflows/";
  }

  RunView view(ResultSet row, boolean tails) throws SQLException {
    Integer revision = row.getObject("number", Integer.class);
    return new RunView(
        row.getObject("id", UUID.class),
        row.getObject("script_id", UUID.class),
        row.getString("script_name"),
        revision,
        revision == null,
        TriggerType.of(row.getString("trigger_type")),
        person(row),
        RunStatus.of(row.getString("status")),
        endReason(row.getString("end_reason")),
        Rows.uuid(row, "blocked_by"),
        Rows.millis(row, "slot_at"),
        Objects.requireNonNull(Rows.millis(row, "created_at")),
        Rows.millis(row, "started_at"),
        Rows.millis(row, "completed_at"),
        row.getObject("duration_ms", Long.class),
        row.getObject("exit_code", Integer.class),
        row.getObject("signal", Integer.class),
        row.getInt("attempt"),
        attempts(row.getString("attempts")),
        Rows.millis(row, "next_attempt_at"),
        tails ? orEmpty(row.getString("output")) : null,
        tails ? orEmpty(row.getString("error")) : null,
        row.getLong("output_bytes"),
        row.getLong("error_bytes"),
        row.getLong("output_lines"),
        isolation(row.getString("isolation_level")),
        row.getObject("cpu_ms", Long.class),
        row.getObject("peak_memory_bytes", Long.class),
        row.getObject("tree_confirmed", Boolean.class),
        json.readTree(row.getString("parameters")),
        node(row.getString("result")),
        node(row.getString("progress")),
        Rows.millis(row, "checkpoint_at"),
        Rows.uuid(row, "rerun_of"),
        Rows.millis(row, "cancel_requested_at"),
        row.getString("workflow_id"),
        row.getBoolean("only_organization") ? link(row.getString("workflow_id")) : null,
        row.getInt("status_version"));
  }

  private static RunView.@Nullable Person person(ResultSet row) throws SQLException {
    UUID user = Rows.uuid(row, "triggered_by");
    return user == null ? null : new RunView.Person(user, row.getString("email"));
  }

  private List<RunView.AttemptView> attempts(@Nullable String text) {
    return text == null ? List.of() : json.readValue(text, ATTEMPTS);
  }

  private @Nullable JsonNode node(@Nullable String text) {
    return text == null ? null : json.readTree(text);
  }

  private @Nullable String link(String workflowId) {
    return workflows == null
        ? null
        : workflows + URLEncoder.encode(workflowId, StandardCharsets.UTF_8);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable EndReason endReason(@Nullable String wire) {
    return wire == null ? null : EndReason.of(wire);
  }

  private static @Nullable IsolationLevel isolation(@Nullable String wire) {
    return wire == null ? null : IsolationLevel.of(wire);
  }
}
