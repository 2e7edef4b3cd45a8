package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Writes the runs of a backfill, all in one statement. */
@Repository
class BackfillRepository {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  BackfillRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(RunnableScript script, UUID by, RunStatus status, List<NewBackfill> runs) {
    int inserted =
        jdbc.sql(
                """
                INSERT INTO script_runs (id, org_id, script_id, revision_id, trigger_type, triggered_by,
                       status, slot_at, workflow_id, settings, parameters, created_at)
                SELECT run.id, :org, :script, :revision, :trigger, :by, :status, run.slot, run.workflow,
                       :settings::jsonb, :parameters::jsonb, clock_timestamp()
                  FROM unnest(:ids::uuid[], :slots::timestamptz[], :workflows::text[])
                       AS run (id, slot, workflow)
                """)
            .param("org", script.orgId())
            .param("script", script.id())
            .param("revision", script.revisionId())
            .param("trigger", TriggerType.SCHEDULED.wire())
            .param("by", by)
            .param("status", status.wire())
            .param("settings", json.writeValueAsString(script.settings()))
            .param("parameters", script.parameters())
            .param("ids", texts(runs, NewBackfill::id))
            .param("slots", texts(runs, NewBackfill::slotAt))
            .param("workflows", texts(runs, NewBackfill::workflowId))
            .update();
    if (inserted != runs.size()) {
      throw new IllegalStateException(
          "Expected to write %d runs, wrote %d".formatted(runs.size(), inserted));
    }
  }

  private static String[] texts(List<NewBackfill> runs, Function<NewBackfill, Object> member) {
    return runs.stream().map(member).map(Object::toString).toArray(String[]::new);
  }

  /** The run that a slot gets. */
  record NewBackfill(UUID id, Instant slotAt, String workflowId) {}
}
