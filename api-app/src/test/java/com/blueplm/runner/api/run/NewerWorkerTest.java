package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While the product is upgraded a worker may say more, or less, than this api-app knows. */
class NewerWorkerTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void whatANewerWorkerSaysBeyondOurWordsIsPassedOver() {
    String run = gateway.trigger(gateway.script());
    UUID claim = UUID.randomUUID();
    server
        .worker()
        .post(
            "/worker/runs/" + run + "/attempts/1/claim",
            Map.of(
                "worker_id",
                gateway.workerId,
                "claim_id",
                claim,
                "isolation_level",
                "bubblewrap",
                "features",
                List.of(Map.of("name", "gpu")),
                "load",
                0.5))
        .expect(200);
    gateway.line(
        List.of(Map.of("run_id", run, "attempt", 1, "claim_id", claim, "memory", Map.of("a", 1))));
    gateway
        .finish(run, 1, claim, "success", "energy_joules", 12, "artifacts", List.of("a"))
        .expect(200);

    assertThat(gateway.status(run)).isEqualTo("success");
  }

  @Test
  void whatAnOlderWorkerDoesNotSayIsNotAskedFor() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post(
            "/worker/runs/" + run + "/attempts/1/finish",
            Map.of(
                "outcome",
                "success",
                "end_reason",
                "exited",
                "exit_code",
                0,
                "drained",
                false,
                "started_at",
                "2026-11-24T12:00:00Z",
                "ended_at",
                "2026-11-24T12:00:01Z",
                "tree_confirmed",
                true,
                "stdout_bytes",
                0,
                "stderr_bytes",
                0))
        .expect(200);

    assertThat(gateway.status(run)).isEqualTo("success");
  }

  @Test
  void peopleAreStillToldOfAFieldThatDoesNotExist() {
    String script = gateway.script();

    server
        .operator()
        .post("/api/scripts/" + script + "/run", Map.of("parameter", Map.of()))
        .expect(400);
  }
}
