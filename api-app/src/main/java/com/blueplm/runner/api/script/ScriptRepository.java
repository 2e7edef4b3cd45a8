package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.web.Cursor;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Live scripts: reading, listing, writing. */
@Repository
class ScriptRepository {
  private static final String COLUMNS =
      """
      s.*, r.number AS revision, uc.email AS created_email, uu.email AS updated_email,
      ARRAY(SELECT k.key FROM script_secrets k
             WHERE k.org_id = s.org_id AND k.script_id = s.id
             ORDER BY k.key COLLATE "C") AS secret_keys,
      sp.reason AS pause_reason, pu.email AS pause_email, sp.began_at AS paused_at,
      due.slot_at AS due_slot, due.pause_id IS NOT NULL AS due_paused, due.status AS due_status,
      due.end_reason AS due_end_reason, due.attempt AS due_attempt
      """;

  private static final String CODE =
      """
      , r.code AS code, r.requirements_lock IS NOT NULL AS locked, p.number AS pending_number,
      p.code AS pending_code, l.error AS pending_error
      """;

  private static final String FROM =
      """
        FROM scripts s
        JOIN script_revisions r ON r.org_id = s.org_id AND r.id = s.current_revision_id
        LEFT JOIN script_revisions p ON p.org_id = s.org_id AND p.id = s.pending_revision_id
        LEFT JOIN dependency_locks l ON l.org_id = p.org_id AND l.id = p.lock_id
        LEFT JOIN users uc ON uc.org_id = s.org_id AND uc.id = s.created_by
        LEFT JOIN users uu ON uu.org_id = s.org_id AND uu.id = s.updated_by
        LEFT JOIN schedule_pauses sp
               ON sp.org_id = s.org_id AND sp.script_id = s.id AND sp.kind = 'pause' AND sp.ended_at IS NULL
        LEFT JOIN users pu ON pu.org_id = sp.org_id AND pu.id = sp.paused_by
        LEFT JOIN LATERAL (
               SELECT k.slot_at, k.pause_id, d.status, d.end_reason, d.attempt
                 FROM schedule_slots k
                 LEFT JOIN script_runs d ON d.org_id = k.org_id AND d.id = k.run_id
                WHERE k.org_id = s.org_id AND k.script_id = s.id
                  AND k.slot_at < now() - interval '60 seconds'
                ORDER BY k.slot_at DESC
                LIMIT 1) due ON s.schedule_enabled
       WHERE s.org_id = :org AND s.deleted_at IS NULL
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ScriptRows rows;

  ScriptRepository(JdbcClient jdbc, JsonMapper json, ScriptRows rows) {
    this.jdbc = jdbc;
    this.json = json;
    this.rows = rows;
  }

  Optional<StoredScript> find(UUID orgId, UUID id) {
    return one("SELECT " + COLUMNS + CODE + FROM + " AND s.id = :id", orgId, id);
  }

  /** The script, with its row locked until the transaction ends. */
  Optional<StoredScript> lock(UUID orgId, UUID id) {
    boolean live =
        jdbc.sql(
                """
                SELECT 1 FROM scripts
                 WHERE org_id = :org AND id = :id AND deleted_at IS NULL FOR UPDATE
                """)
            .param("org", orgId)
            .param("id", id)
            .query(Integer.class)
            .optional()
            .isPresent();
    return live ? find(orgId, id) : Optional.empty();
  }

  /** Scripts without their code, newest first. */
  List<StoredScript> list(UUID orgId, Filter filter, @Nullable Cursor after, int limit) {
    StringBuilder sql =
        new StringBuilder("SELECT ").append(COLUMNS).append(", NULL AS code ").append(FROM);
    Map<String, Object> params = new LinkedHashMap<>(Map.of("org", orgId, "limit", limit));
    if (filter.search() != null) {
      sql.append(" AND (s.name ILIKE :search OR s.description ILIKE :search)");
      params.put("search", "%" + filter.search().replaceAll("([\\\\%_])", "\\\\$1") + "%");
    }
    if (filter.status() != null) {
      sql.append(" AND s.last_run_status = :status");
      params.put("status", filter.status());
    }
    if (filter.active() != null) {
      sql.append(" AND s.is_active = :active");
      params.put("active", filter.active());
    }
    if (after != null) {
      sql.append(" AND (s.created_at, s.id) < (:at, :after)");
      params.put("at", after.at().atOffset(ZoneOffset.UTC));
      params.put("after", after.id());
    }
    sql.append(" ORDER BY s.created_at DESC, s.id DESC LIMIT :limit");
    return jdbc.sql(sql.toString())
        .params(params)
        .query((row, number) -> rows.script(row, null))
        .list();
  }

  /** Whether a live script other than this one has the name. */
  boolean isNameTaken(UUID orgId, String name, @Nullable UUID except) {
    return jdbc.sql(
            """
            SELECT 1 FROM scripts
             WHERE org_id = :org AND lower(name) = lower(:name) AND deleted_at IS NULL
               AND id IS DISTINCT FROM CAST(:except AS uuid)
            """)
        .param("org", orgId)
        .param("name", name)
        .param("except", except)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** The organisation's longest timeout in seconds. */
  int timeoutCap(UUID orgId) {
    return jdbc.sql("SELECT max_timeout_seconds FROM organizations WHERE id = :org")
        .param("org", orgId)
        .query(Integer.class)
        .single();
  }

  /** Stores a script that has no revision yet and answers its id. */
  UUID insert(Actor actor, ScriptSettings settings) {
    return jdbc.sql(
            """
            INSERT INTO scripts (org_id, name, description, is_active, schedule_enabled,
                   schedule_cron, schedule_timezone, jitter_seconds, catchup_seconds,
                   auto_pause_after, overlap_policy, on_worker_loss, timeout_seconds, retry,
                   limits, network, notify, parameters_schema, parameters, environment,
                   plm_scopes, created_by, updated_by)
            VALUES (:org, :name, :description, :active, :enabled, :cron, :zone, :jitter, :catchup,
                   :autoPause, :overlap, :onLoss, :timeout, CAST(:retry AS jsonb),
                   CAST(:limits AS jsonb), CAST(:network AS jsonb), CAST(:notify AS jsonb),
                   CAST(:schema AS jsonb), CAST(:parameters AS jsonb),
                   CAST(:environment AS jsonb), :scopes, :user, :user)
            RETURNING id
            """)
        .params(params(actor, settings))
        .query(UUID.class)
        .single();
  }

  /** Writes all settings and counts the edit. */
  void update(Actor actor, UUID id, ScriptSettings settings) {
    int updated =
        jdbc.sql(
                """
                UPDATE scripts
                   SET name = :name, description = :description, is_active = :active,
                       schedule_enabled = :enabled, schedule_cron = :cron,
                       schedule_timezone = :zone, jitter_seconds = :jitter,
                       catchup_seconds = :catchup, auto_pause_after = :autoPause,
                       overlap_policy = :overlap, on_worker_loss = :onLoss,
                       timeout_seconds = :timeout, retry = CAST(:retry AS jsonb),
                       limits = CAST(:limits AS jsonb), network = CAST(:network AS jsonb),
                       notify = CAST(:notify AS jsonb),
                       parameters_schema = CAST(:schema AS jsonb),
                       parameters = CAST(:parameters AS jsonb),
                       environment = CAST(:environment AS jsonb), plm_scopes = :scopes,
                       updated_by = :user, updated_at = now(), edit_version = edit_version + 1
                 WHERE org_id = :org AND id = :id AND deleted_at IS NULL
                """)
            .params(params(actor, settings))
            .param("id", id)
            .update();
    requireOne(updated);
  }

  /** Marks the script as deleted, which frees its name. */
  void delete(Actor actor, UUID id) {
    int updated =
        jdbc.sql(
                """
                UPDATE scripts
                   SET deleted_at = now(), deleted_by = :user, edit_version = edit_version + 1
                 WHERE org_id = :org AND id = :id AND deleted_at IS NULL
                """)
            .param("org", actor.orgId())
            .param("id", id)
            .param("user", actor.userId())
            .update();
    requireOne(updated);
  }

  private Optional<StoredScript> one(String sql, UUID orgId, UUID id) {
    return jdbc.sql(sql)
        .param("org", orgId)
        .param("id", id)
        .query((row, number) -> rows.script(row, ScriptRows.locking(row)))
        .optional();
  }

  private Map<String, @Nullable Object> params(Actor actor, ScriptSettings settings) {
    RunSettings run = settings.run();
    Map<String, @Nullable Object> params = new LinkedHashMap<>();
    params.put("org", actor.orgId());
    params.put("user", actor.userId());
    params.put("name", settings.name());
    params.put("description", settings.description());
    params.put("active", settings.active());
    params.put("enabled", settings.scheduleEnabled());
    params.put("cron", settings.scheduleCron());
    params.put("zone", settings.scheduleTimezone());
    params.put("jitter", settings.jitterSeconds());
    params.put("catchup", run.catchupSeconds());
    params.put("autoPause", settings.autoPauseAfter());
    params.put("overlap", run.overlapPolicy().wire());
    params.put("onLoss", run.onWorkerLoss().wire());
    params.put("timeout", run.timeoutSeconds());
    params.put("retry", json.writeValueAsString(run.retry()));
    params.put("limits", json.writeValueAsString(run.limits()));
    params.put("network", json.writeValueAsString(run.network()));
    params.put("notify", json.writeValueAsString(settings.notices()));
    params.put(
        "schema",
        settings.parametersSchema() == null ? null : settings.parametersSchema().toString());
    params.put("parameters", settings.parameters().toString());
    params.put("environment", json.writeValueAsString(run.environment()));
    params.put("scopes", run.plmScopes().toArray(String[]::new));
    return params;
  }

  private static void requireOne(int updated) {
    if (updated != 1) {
      throw new IllegalStateException("Expected to change one script, changed " + updated);
    }
  }

  /** What a list is narrowed by; null where it is not. */
  record Filter(@Nullable String search, @Nullable String status, @Nullable Boolean active) {}
}
