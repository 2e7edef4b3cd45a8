package com.blueplm.runner.api.run;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunLedger.CloseRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A worker, a user and the ledger's caller in one: what the tests of runs do by hand. */
final class Gateway {
  final ApiServer server;
  final UUID workerId = UUID.randomUUID();

  Gateway(ApiServer server) {
    this.server = server;
  }

  /** Creates a script with further settings and answers its id. */
  String script(Object... settings) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", "Sync suppliers " + UUID.randomUUID());
    body.put("code", "print('hi')\n");
    for (int i = 0; i < settings.length; i += 2) {
      body.put((String) settings[i], settings[i + 1]);
    }
    return server.admin().post("/api/scripts", body).expect(201).text("/id");
  }

  /** Gives a script a schedule that was always there, as far as the ledger knows. */
  void schedule(String script) {
    server
        .database()
        .sql(
            """
            INSERT INTO schedule_specs (org_id, script_id, cron, timezone, valid_from, accounted_until)
            SELECT org_id, id, '@every 10s', 'UTC', '2020-01-01Z', '2100-01-01Z'
              FROM scripts WHERE id = :script
            ON CONFLICT DO NOTHING
            """)
        .param("script", UUID.fromString(script))
        .update();
  }

  String trigger(String script) {
    return server.operator().post("/api/scripts/" + script + "/run", null).expect(202).text("/id");
  }

  Answer run(String run) {
    return server.viewer().get("/api/runs/" + run).expect(200);
  }

  String status(String run) {
    return run(run).text("/status");
  }

  Answer claim(String run, int attempt, UUID claim) {
    return server
        .worker()
        .post(
            path(run, attempt) + "/claim",
            Map.of("worker_id", workerId, "claim_id", claim, "isolation_level", "bubblewrap"));
  }

  /** Claims an attempt that must be granted. */
  UUID claimed(String run, int attempt) {
    UUID claim = UUID.randomUUID();
    Answer answer = claim(run, attempt, claim).expect(200);
    if (answer.json().at("/order").isNull()) {
      throw new AssertionError("not granted: " + answer);
    }
    return claim;
  }

  Answer output(String run, int attempt, UUID claim, long offset, String text) {
    return server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .header("Content-Type", "application/octet-stream")
        .post(path(run, attempt) + "/output?stream=stdout&offset=" + offset + "&end=false", text);
  }

  Answer progress(String run, int attempt, UUID claim) {
    return server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post(path(run, attempt) + "/progress", Map.of("current", 1, "total", 10, "phase", "read"));
  }

  /** Reports a checkpoint, given as JSON text. */
  Answer checkpoint(String run, int attempt, UUID claim, String value) {
    return server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post(path(run, attempt) + "/checkpoint", Map.of("value", value));
  }

  Answer finish(String run, int attempt, UUID claim, String outcome, @Nullable Object... more) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("outcome", outcome);
    body.put("end_reason", "exited");
    body.put("exit_code", outcome.equals("success") ? 0 : 3);
    body.put("drained", false);
    body.put("started_at", "2026-11-24T12:00:00Z");
    body.put("ended_at", "2026-11-24T12:00:01Z");
    body.put("tree_confirmed", true);
    body.put("cpu_ms", 15);
    body.put("peak_memory_bytes", 9000000);
    body.put("stdout_bytes", 0);
    body.put("stderr_bytes", 0);
    for (int i = 0; i < more.length; i += 2) {
      body.put(String.valueOf(more[i]), more[i + 1]);
    }
    return server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post(path(run, attempt) + "/finish", body);
  }

  /** Speaks on the line, naming one attempt. */
  Answer line(String run, int attempt, UUID claim) {
    return line(List.of(Map.of("run_id", run, "attempt", attempt, "claim_id", claim)));
  }

  Answer line(List<Map<String, Object>> live) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("worker_id", workerId);
    body.put("name", "test-host:1");
    body.put("version", "0");
    body.put("isolation_level", "bubblewrap");
    body.put("probes", Map.of("network", "separate"));
    body.put("max_concurrent_runs", 16);
    body.put("draining", false);
    body.put("live", live);
    return server.worker().post("/worker/line", body).expect(200);
  }

  /** Makes the lease of an attempt run out long ago. */
  void killLease(String run, int attempt) {
    server
        .database()
        .sql(
            """
            UPDATE script_run_attempts SET lease_until = now() - interval '1 second'
             WHERE run_id = :run AND attempt = :attempt
            """)
        .param("run", UUID.fromString(run))
        .param("attempt", attempt)
        .update();
  }

  /** Lets the worker of an attempt die, and has the ledger notice it. */
  Decision lose(String run, int attempt) {
    killLease(run, attempt);
    return close(run, attempt, CloseCause.WORKER_SUSPECTED);
  }

  Decision close(String run, int attempt, CloseCause cause) {
    return ledger().close(new CloseRequest(UUID.fromString(run), attempt, cause));
  }

  RunLedger ledger() {
    return server.bean(RunLedger.class);
  }

  private static String path(String run, int attempt) {
    return "/worker/runs/" + run + "/attempts/" + attempt;
  }
}
