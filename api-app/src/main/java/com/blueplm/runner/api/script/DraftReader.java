package com.blueplm.runner.api.script;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.RetryCause;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a script out of a JSON object: checks every field, names all that is wrong, and gives
 * absent settings their defaults.
 */
final class DraftReader {
  private static final int MAX_CODE_BYTES = 1 << 20;
  private static final int MAX_JSON = 64 * 1024;
  private static final int MAX_CAP_SECONDS = 3600;

  private static final Set<String> WRITABLE =
      Set.of(
          "name",
          "description",
          "language",
          "code",
          "message",
          "is_active",
          "schedule_enabled",
          "schedule_cron",
          "schedule_timezone",
          "jitter_seconds",
          "auto_pause_after",
          "overlap_policy",
          "catchup_seconds",
          "timeout_seconds",
          "retry",
          "on_worker_loss",
          "limits",
          "network",
          "parameters_schema",
          "parameters",
          "environment",
          "plm_scopes",
          "notify");

  /** Members of the representation that are told and not set: taken and ignored. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "revision",
          "schedule_text",
          "next_runs",
          "schedule_paused",
          "did_not_run",
          "secret_keys",
          "dependencies",
          "pending_revision",
          "last_run_at",
          "last_run_status",
          "last_run_id",
          "created_at",
          "created_by",
          "updated_at",
          "updated_by");

  private static final List<String> ALL_SCOPES =
      List.of("parts:read", "parts:write", "suppliers:read", "suppliers:write");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,190}");

  private DraftReader() {}

  /**
   * Reads a whole script.
   *
   * @param timeoutCap the organisation's longest timeout in seconds
   * @throws ProblemException naming every field that is wrong
   */
  static ScriptDraft read(ObjectNode body, int timeoutCap) {
    FieldReader fields = FieldReader.of(body);
    fields.refuseUnknown(union());
    String name = name(fields);
    String code = code(fields);
    String message = fields.textOrNull("message", 500);
    ScriptSettings settings = settings(fields, name, timeoutCap);
    if (!fields.errors().isEmpty()) {
      throw ProblemException.invalid(fields.errors());
    }
    return new ScriptDraft(settings, code, message);
  }

  private static ScriptSettings settings(FieldReader fields, String name, int timeoutCap) {
    fields.choice("language", "python", Map.of("python", "python"));
    String cron = fields.textOrNull("schedule_cron", 1000);
    boolean enabled = fields.flag("schedule_enabled", cron != null);
    if (enabled && cron == null) {
      fields.refuse("schedule_enabled", "cannot be true without schedule_cron; give a cron");
    }
    JsonNode schema =
        fields.any("parameters_schema", JsonNodeFactory.instance.nullNode(), MAX_JSON);
    return new ScriptSettings(
        name,
        fields.textOrNull("description", 10_000),
        fields.flag("is_active", true),
        enabled,
        cron,
        timezone(fields),
        fields.integer("jitter_seconds", 0, 0, 3600),
        fields.integerOrNull("auto_pause_after", 1, 1000),
        run(fields, timeoutCap),
        schema.isNull() ? null : schema,
        fields.any("parameters", JsonNodeFactory.instance.objectNode(), MAX_JSON),
        notices(fields));
  }

  private static RunSettings run(FieldReader fields, int timeoutCap) {
    return new RunSettings(
        timeout(fields, timeoutCap),
        fields.integer("catchup_seconds", 3600, 10, 604_800),
        fields.choice(
            "overlap_policy", OverlapPolicy.SKIP, FieldReader.wireNames(OverlapPolicy.class)),
        fields.choice(
            "on_worker_loss", OnWorkerLoss.RERUN, FieldReader.wireNames(OnWorkerLoss.class)),
        retry(fields),
        limits(fields),
        NetworkReader.read(fields),
        environment(fields),
        fields.texts(
            "plm_scopes",
            ALL_SCOPES,
            ALL_SCOPES.size(),
            ALL_SCOPES::contains,
            "must be a list of " + String.join(", ", ALL_SCOPES)));
  }

  private static RunSettings.Retry retry(FieldReader fields) {
    FieldReader retry =
        fields.nested(
            "retry",
            Set.of(
                "max_attempts",
                "backoff_seconds",
                "backoff_factor",
                "max_backoff_seconds",
                "on",
                "exit_codes"));
    return new RunSettings.Retry(
        retry.integer("max_attempts", 1, 1, 20),
        retry.integer("backoff_seconds", 10, 0, 3600),
        retry.number("backoff_factor", 2.0, 1.0, 100.0),
        retry.integer("max_backoff_seconds", 600, 0, 3600),
        retry.choices("on", List.of(RetryCause.ERROR), RetryCause.class),
        retry.integers("exit_codes", 255, 1, 255));
  }

  private static RunSettings.Limits limits(FieldReader fields) {
    FieldReader limits =
        fields.nested(
            "limits", Set.of("memory_mb", "cpu_percent", "output_mb", "tmp_mb", "processes"));
    return new RunSettings.Limits(
        limits.integer("memory_mb", 256, 32, 4096),
        limits.integer("cpu_percent", 50, 5, 400),
        limits.integer("output_mb", 100, 1, 1024),
        limits.integer("tmp_mb", 64, 1, 4096),
        limits.integer("processes", 64, 1, 1024));
  }

  private static ScriptSettings.Notices notices(FieldReader fields) {
    FieldReader notify =
        fields.nested("notify", Set.of("on_failure", "on_recovery", "slack_webhook_secret"));
    String secret = notify.textOrNull("slack_webhook_secret", 128);
    if (secret != null && !EnvironmentKey.isValid(secret)) {
      notify.refuse("slack_webhook_secret", "is the name of a secret: " + EnvironmentKey.RULE);
    }
    return new ScriptSettings.Notices(
        notify.texts(
            "on_failure",
            List.of(),
            20,
            address -> EMAIL.matcher(address).matches(),
            "must be a list of mail addresses"),
        notify.flag("on_recovery", false),
        secret);
  }

  private static Map<String, String> environment(FieldReader fields) {
    JsonNode node = fields.any("environment", JsonNodeFactory.instance.objectNode(), 256 * 1024);
    Map<String, String> environment = new LinkedHashMap<>();
    if (node.isObject() && node.size() > 100) {
      fields.refuse("environment", "must have at most 100 entries");
      return environment;
    }
    for (var entry : node.properties()) {
      String field = "environment." + entry.getKey();
      if (!EnvironmentKey.isValid(entry.getKey())) {
        fields.refuse(field, "is not a name that may be used: it " + EnvironmentKey.RULE);
      } else if (!entry.getValue().isString()) {
        fields.refuse(field, "must be a text");
      } else if (bytes(entry.getValue().stringValue()) > 10 * 1024) {
        fields.refuse(field, "must have at most 10240 bytes in UTF-8");
      } else {
        environment.put(entry.getKey(), entry.getValue().stringValue());
      }
    }
    return Map.copyOf(environment);
  }

  private static int timeout(FieldReader fields, int cap) {
    int timeout = fields.integer("timeout_seconds", Math.min(60, cap), 1, MAX_CAP_SECONDS);
    if (timeout > cap) {
      fields.refuse(
          "timeout_seconds",
          "must be at most %d, the organisation's cap, not %d".formatted(cap, timeout));
    }
    return timeout;
  }

  private static String timezone(FieldReader fields) {
    @Nullable String zone =
        fields.has("schedule_timezone") ? fields.requiredText("schedule_timezone") : "UTC";
    if (zone == null || zone.isEmpty() || zone.length() > 64) {
      if (zone != null) {
        fields.refuse("schedule_timezone", "must be an IANA time zone such as Europe/Berlin");
      }
      return "UTC";
    }
    return zone;
  }

  private static String name(FieldReader fields) {
    String given = fields.requiredText("name");
    if (given == null) {
      return "";
    }
    String name = given.strip();
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > 100) {
      fields.refuse("name", "must have 1 to 100 characters, not " + length);
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      fields.refuse("name", "must not hold control characters such as line breaks");
    }
    return name;
  }

  private static String code(FieldReader fields) {
    String code = fields.requiredText("code");
    if (code == null) {
      return "";
    }
    int bytes = bytes(code);
    if (bytes < 1 || bytes > MAX_CODE_BYTES) {
      fields.refuse(
          "code", "must be 1 to %d bytes in UTF-8, not %d".formatted(MAX_CODE_BYTES, bytes));
    }
    return code;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Set<String> union() {
    java.util.HashSet<String> all = new java.util.HashSet<>(WRITABLE);
    all.addAll(READ_ONLY);
    return all;
  }
}
