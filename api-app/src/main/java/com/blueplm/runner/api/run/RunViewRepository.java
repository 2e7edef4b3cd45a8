package com.blueplm.runner.api.run;

import com.blueplm.runner.api.web.Cursor;
import com.blueplm.runner.contract.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads runs as they are shown, each with its attempts, in one statement. */
@Repository
class RunViewRepository {
  private static final String SELECT =
      """
      SELECT r.id, r.script_id, s.name AS script_name, v.number, r.trigger_type, r.triggered_by, u.email,
             r.status, r.end_reason, r.blocked_by, r.slot_at, r.created_at, r.started_at,
             r.completed_at, r.duration_ms, r.exit_code, r.signal, r.attempt, r.next_attempt_at,
             r.output_bytes, r.error_bytes, r.output_lines, r.isolation_level, r.cpu_ms,
             r.peak_memory_bytes, r.tree_confirmed, r.parameters, r.result, r.progress, r.rerun_of,
             c.at AS checkpoint_at,
             r.cancel_requested_at, r.workflow_id, r.status_version,
             NOT EXISTS (SELECT 1 FROM organizations o WHERE o.id <> r.org_id) AS only_organization,
             (SELECT jsonb_agg(jsonb_build_object(
                         'attempt', a.attempt, 'worker', coalesce(w.name, a.worker_id::text),
                         'claimed_at', a.claimed_at, 'ended_at', a.ended_at, 'outcome', a.outcome)
                       ORDER BY a.attempt)
                FROM script_run_attempts a
                LEFT JOIN workers w ON w.id = a.worker_id
               WHERE a.org_id = r.org_id AND a.run_id = r.id) AS attempts
             %s
        FROM script_runs r
        JOIN scripts s ON s.org_id = r.org_id AND s.id = r.script_id
        JOIN script_revisions v ON v.org_id = r.org_id AND v.id = r.revision_id
        LEFT JOIN run_checkpoints c ON c.org_id = r.org_id AND c.run_id = r.id
        LEFT JOIN users u ON u.org_id = r.org_id AND u.id = r.triggered_by
       WHERE r.org_id = :org
      """;
  private static final String WITHOUT_TAILS = SELECT.formatted("");
  private static final String WITH_TAILS = SELECT.formatted(", r.output, r.error");

  private final JdbcClient jdbc;
  private final RunViewRows rows;

  RunViewRepository(JdbcClient jdbc, RunViewRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  Optional<RunView> find(UUID orgId, UUID runId, boolean tails) {
    return jdbc.sql((tails ? WITH_TAILS : WITHOUT_TAILS) + " AND r.id = :run")
        .param("org", orgId)
        .param("run", runId)
        .query((row, number) -> rows.view(row, tails))
        .optional();
  }

  RunPage list(UUID orgId, RunFilter filter) {
    Map<String, @Nullable Object> params = new HashMap<>();
    StringBuilder sql = new StringBuilder(WITHOUT_TAILS);
    params.put("org", orgId);
    conditions(filter, sql, params);
    sql.append(" ORDER BY r.created_at DESC, r.id DESC LIMIT :limit");
    params.put("limit", filter.limit() + 1);
    List<Listed> found =
        jdbc.sql(sql.toString())
            .params(params)
            .query(
                (row, number) ->
                    new Listed(
                        rows.view(row, false),
                        new Cursor(
                            Rows.required(row, "created_at"), row.getObject("id", UUID.class))))
            .list();
    List<Listed> shown = found.subList(0, Math.min(found.size(), filter.limit()));
    return new RunPage(
        shown.stream().map(Listed::run).toList(),
        found.size() > filter.limit() ? shown.getLast().place().encode() : null);
  }

  private static void conditions(
      RunFilter filter, StringBuilder sql, Map<String, @Nullable Object> params) {
    if (filter.scriptId() != null) {
      sql.append(" AND r.script_id = :script");
      params.put("script", filter.scriptId());
    }
    if (!filter.statuses().isEmpty()) {
      sql.append(" AND r.status IN (:statuses)");
      params.put(
          "statuses", new ArrayList<>(filter.statuses().stream().map(RunStatus::wire).toList()));
    }
    if (filter.trigger() != null) {
      sql.append(" AND r.trigger_type = :trigger");
      params.put("trigger", filter.trigger().wire());
    }
    if (filter.from() != null) {
      sql.append(" AND r.created_at >= :from");
      params.put("from", Rows.timestamp(filter.from()));
    }
    if (filter.to() != null) {
      sql.append(" AND r.created_at < :to");
      params.put("to", Rows.timestamp(filter.to()));
    }
    if (filter.after() != null) {
      sql.append(" AND (r.created_at, r.id) < (:cursorAt, :cursorId)");
      params.put("cursorAt", Rows.timestamp(filter.after().at()));
      params.put("cursorId", filter.after().id());
    }
  }

  private record Listed(RunView run, Cursor place) {}
}
