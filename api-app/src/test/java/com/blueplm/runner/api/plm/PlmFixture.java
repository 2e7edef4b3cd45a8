package com.blueplm.runner.api.plm;

import com.blueplm.runner.api.run.RunKeys;
import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs with keys, and rows of the PLM store. */
final class PlmFixture {
  static final List<String> ALL_SCOPES =
      List.of("parts:read", "parts:write", "suppliers:read", "suppliers:write");

  private final ApiServer server;

  PlmFixture(ApiServer server) {
    this.server = server;
  }

  /** A caller with the key of a running attempt. */
  ApiClient script(UUID orgId, String... scopes) {
    return server.client(key(run(orgId), scopes));
  }

  /** A key for attempt 1 of a run; with no scope named, all of them. */
  String key(UUID runId, String... scopes) {
    UUID orgId = one("SELECT org_id FROM script_runs WHERE id = :run", Map.of("run", runId));
    return server
        .bean(RunKeys.class)
        .mint(orgId, runId, 1, scopes.length == 0 ? ALL_SCOPES : List.of(scopes));
  }

  /** A run whose attempt 1 is running. */
  UUID run(UUID orgId) {
    UUID script =
        one(
            """
            INSERT INTO scripts (org_id, name, retry, limits, network, notify, plm_scopes)
            VALUES (:org, :name, '{}', '{}', '{}', '{}', '{}')
            RETURNING id
            """,
            Map.of("org", orgId, "name", "script " + UUID.randomUUID()));
    UUID revision =
        one(
            """
            INSERT INTO script_revisions (org_id, script_id, number, code, code_sha256)
            VALUES (:org, :script, 1, 'pass', '')
            RETURNING id
            """,
            Map.of("org", orgId, "script", script));
    return one(
        """
        WITH attempt AS (
            INSERT INTO script_run_attempts (org_id, run_id, attempt, claim_id, worker_id)
            VALUES (:org, :run, 1, gen_random_uuid(), gen_random_uuid()))
        INSERT INTO script_runs (id, org_id, script_id, revision_id, trigger_type, status, workflow_id, workflow_started,
                                 attempt, settings)
        VALUES (:run, :org, :script, :revision, 'manual', 'running', :workflow, true, 1, '{}')
        RETURNING id
        """,
        Map.of(
            "org",
            orgId,
            "script",
            script,
            "revision",
            revision,
            "run",
            UUID.randomUUID(),
            "workflow",
            "run-" + UUID.randomUUID()));
  }

  void setStatus(UUID runId, String status) {
    server
        .database()
        .sql("UPDATE script_runs SET status = :status WHERE id = :run")
        .param("status", status)
        .param("run", runId)
        .update();
  }

  UUID vault(UUID orgId) {
    return one(
        "INSERT INTO plm_vaults (org_id, name) VALUES (:org, 'V') RETURNING id",
        Map.of("org", orgId));
  }

  /** A part in a vault; its file is named after it. */
  UUID part(UUID vaultId, String number, String state) {
    return file(vaultId, number, "part", state);
  }

  UUID file(UUID vaultId, @Nullable String number, String type, String state) {
    String name = (number == null ? "unnumbered" : number) + "-" + UUID.randomUUID() + ".sldprt";
    return server
        .database()
        .sql(
            """
            INSERT INTO plm_files (org_id, vault_id, file_path, file_name, extension, file_type, part_number,
                                   description, revision, version, state)
            SELECT org_id, id, 'F/' || :name, :name, '.sldprt', :type, :number, NULL, 'A', 1, :state
              FROM plm_vaults WHERE id = :vault
            RETURNING id
            """)
        .param("vault", vaultId)
        .param("name", name)
        .param("type", type)
        .param("number", number)
        .param("state", state)
        .query(UUID.class)
        .single();
  }

  void component(UUID parent, UUID child, int quantity) {
    server
        .database()
        .sql(
            """
            INSERT INTO plm_file_references (org_id, parent_file_id, child_file_id, quantity)
            SELECT org_id, id, :child, :quantity FROM plm_files WHERE id = :parent
            """)
        .param("parent", parent)
        .param("child", child)
        .param("quantity", quantity)
        .update();
  }

  UUID supplier(UUID orgId, String name, String code, boolean active, boolean approved) {
    return one(
        """
        INSERT INTO plm_suppliers (org_id, name, code, country, currency, is_active, is_approved)
        VALUES (:org, :name, :code, NULL, NULL, :active, :approved)
        RETURNING id
        """,
        Map.of("org", orgId, "name", name, "code", code, "active", active, "approved", approved));
  }

  private UUID one(String sql, Map<String, ?> parameters) {
    return server.database().sql(sql).params(parameters).query(UUID.class).single();
  }
}
