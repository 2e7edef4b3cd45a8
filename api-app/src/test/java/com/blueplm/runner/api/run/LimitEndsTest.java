package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run that crossed a limit is recorded and retried, and what its row says of the tree. */
class LimitEndsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @ParameterizedTest
  @CsvSource({
    "memory_limit, memory_limit, true",
    "memory_limit, error, false",
    "memory_limit, signal, false",
    "signal, signal, true",
    "output_limit, error, false",
    "isolation_unavailable, error, false",
    "dependency_error, error, false",
  })
  void aLimitIsRetriedForItsOwnCauseOnly(String reason, String on, boolean retried) {
    Map<String, Object> retry = Map.of("max_attempts", 2, "backoff_seconds", 0, "on", List.of(on));
    String run = gateway.trigger(gateway.script("retry", retry));

    assertThat(fail(run, 1, reason).text("/kind")).isEqualTo(retried ? "RETRY" : "DONE");
    if (retried) {
      assertThat(gateway.run(run).json().at("/end_reason").isNull()).isTrue();
      assertThat(fail(run, 2, reason).text("/kind")).isEqualTo("DONE");
    }
    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("error");
    assertThat(ended.text("/end_reason")).isEqualTo(reason);
    assertThat(ended.json().at("/exit_code").isNull()).isTrue();
    assertThat(ended.text("/signal")).isEqualTo("9");
  }

  @Test
  void resourceUseAndTheTreeAreShown() {
    String run = gateway.trigger(gateway.script());
    Answer open = gateway.run(run);
    for (String field : List.of("/cpu_ms", "/peak_memory_bytes", "/tree_confirmed")) {
      assertThat(open.json().at(field).isNull()).as(field).isTrue();
    }
    UUID claim = gateway.claimed(run, 1);
    gateway
        .finish(run, 1, claim, "success", "cpu_ms", 1234, "peak_memory_bytes", 5_000_000_000L)
        .expect(200);

    for (String path : List.of("/api/runs/" + run, "/api/runs?status=success&limit=1")) {
      String shown = server.viewer().get(path).expect(200).body();
      assertThat(shown)
          .contains("\"cpu_ms\":1234")
          .contains("\"peak_memory_bytes\":5000000000")
          .contains("\"tree_confirmed\":true");
    }
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    gateway
        .finish(
            run,
            1,
            claim,
            "timeout",
            "end_reason",
            "timeout",
            "cpu_ms",
            null,
            "peak_memory_bytes",
            null,
            "tree_confirmed",
            false)
        .expect(200);

    Answer ended = gateway.run(run);
    assertThat(ended.json().at("/cpu_ms").isNull()).isTrue();
    assertThat(ended.json().at("/peak_memory_bytes").isNull()).isTrue();
    assertThat(ended.json().at("/tree_confirmed").asBoolean(true)).isFalse();
  }

  @Test
  void theLedgerEndsACancellingRunOfADeadWorkerWithItsTreeUnconfirmed() {
    String run = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 5)));
    gateway.claimed(run, 1);
    server.operator().post("/api/runs/" + run + "/cancel", null).expect(202);
    gateway.killLease(run, 1);

    assertThat(gateway.close(run, 1, CloseCause.CANCELLED)).isEqualTo(Decision.done());
    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("cancelled");
    assertThat(ended.text("/end_reason")).isEqualTo("cancelled");
    assertThat(ended.json().at("/tree_confirmed").isBoolean()).isTrue();
    assertThat(ended.json().at("/tree_confirmed").asBoolean(true)).isFalse();
  }

  @Test
  void aRunWithoutAProcessSaysNothingAboutATree() {
    String run = gateway.trigger(gateway.script());
    server.operator().post("/api/runs/" + run + "/cancel", null).expect(202);
    assertThat(gateway.run(run).text("/status")).isEqualTo("cancelled");
    assertThat(gateway.run(run).json().at("/tree_confirmed").isNull()).isTrue();
  }

  private Answer fail(String run, int attempt, String reason) {
    UUID claim = gateway.claimed(run, attempt);
    return gateway
        .finish(run, attempt, claim, "error", "end_reason", reason, "exit_code", null, "signal", 9)
        .expect(200);
  }
}
