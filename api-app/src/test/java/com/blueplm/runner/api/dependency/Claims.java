package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Claims first attempts as a worker does. */
record Claims(ApiServer server) {

  Answer claim(String run, UUID claim) {
    return server
        .worker()
        .post(
            "/worker/runs/" + run + "/attempts/1/claim",
            Map.of(
                "worker_id",
                UUID.randomUUID(),
                "claim_id",
                claim,
                "isolation_level",
                "bubblewrap"));
  }

  /** Runs it to a good end. */
  void finished(String run) {
    UUID claim = UUID.randomUUID();
    claim(run, claim).expect(200);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("outcome", "success");
    body.put("end_reason", "exited");
    body.put("exit_code", 0);
    body.put("drained", false);
    body.put("started_at", "2026-11-24T12:00:00Z");
    body.put("ended_at", "2026-11-24T12:00:01Z");
    body.put("tree_confirmed", true);
    body.put("stdout_bytes", 0);
    body.put("stderr_bytes", 0);
    server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post("/worker/runs/" + run + "/attempts/1/finish", body)
        .expect(200);
  }
}
