package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void anUnclaimedRunIsCancelledAtOnce() {
    String run = gateway.trigger(gateway.script());
    assertThat(cancel(run).expect(202).text("/status")).isEqualTo("cancelled");
    assertThat(gateway.run(run).text("/end_reason")).isEqualTo("cancelled");
    assertThat(cancel(run).expect(409).text("/code")).isEqualTo("RUN_FINISHED");
    assertThat(gateway.claim(run, 1, UUID.randomUUID()).text("/decision/kind")).isEqualTo("DONE");
    assertThat(gateway.close(run, 1, CloseCause.CANCELLED)).isEqualTo(Decision.done());
  }

  @Test
  void theWorkerIsToldAtOnceAndItsFinishIsTheEnd() throws Exception {
    String run = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 5)));
    UUID claim = gateway.claimed(run, 1);
    CompletableFuture<Answer> line =
        CompletableFuture.supplyAsync(() -> gateway.line(run, 1, claim));
    assertThat(cancel(run).expect(202).text("/status")).isEqualTo("cancelling");
    assertThat(cancel(run).expect(202).text("/status")).isEqualTo("cancelling");
    Answer told = line.get(3, TimeUnit.SECONDS);
    if (told.json().at("/commands").isEmpty()) {
      told = gateway.line(run, 1, claim);
    }
    assertThat(told.text("/commands/0/kind")).isEqualTo("CANCEL");
    assertThat(told.text("/commands/0/run_id")).isEqualTo(run);

    long before = System.nanoTime();
    assertThat(gateway.line(run, 1, claim).text("/commands/0/kind")).isEqualTo("CANCEL");
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("a command that was heard is repeated, but not at once")
        .isGreaterThan(Duration.ofMillis(700));

    gateway
        .finish(run, 1, claim, "cancelled", "end_reason", "cancelled", "exit_code", 143)
        .expect(200);
    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("cancelled");
    assertThat(ended.json().at("/tree_confirmed").asBoolean()).isTrue();
    cancel(run).expect(409);
  }

  @Test
  void aScriptThatEndedBeforeKeepsItsOutcomeAndIsNotRetried() {
    String run = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 5)));
    UUID claim = gateway.claimed(run, 1);
    cancel(run).expect(202);
    assertThat(gateway.finish(run, 1, claim, "error").text("/kind")).isEqualTo("DONE");
    assertThat(gateway.status(run)).isEqualTo("error");
  }

  @Test
  void aRunWhoseWorkerDiedWhileCancellingEndsWithoutTemporal() {
    String run = gateway.trigger(gateway.script());
    gateway.claimed(run, 1);
    cancel(run).expect(202);
    gateway.killLease(run, 1);
    await().atMost(Duration.ofSeconds(15)).until(() -> gateway.status(run).equals("cancelled"));
    assertThat(gateway.run(run).json().at("/tree_confirmed").asBoolean(true)).isFalse();
  }

  @Test
  void aCancelInTemporalReachesTheWorkerOverTheLedger() throws Exception {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    CompletableFuture<Decision> close =
        CompletableFuture.supplyAsync(() -> gateway.close(run, 1, CloseCause.CANCELLED));
    await().until(() -> gateway.status(run).equals("cancelling"));
    assertThat(gateway.line(run, 1, claim).text("/commands/0/kind")).isEqualTo("CANCEL");
    assertThat(close.get(5, TimeUnit.SECONDS)).isEqualTo(Decision.reattach(gateway.workerId));
    gateway.finish(run, 1, claim, "cancelled", "end_reason", "cancelled").expect(200);

    String waiting = gateway.trigger(gateway.script());
    assertThat(gateway.close(waiting, 1, CloseCause.CANCELLED)).isEqualTo(Decision.done());
    assertThat(gateway.status(waiting)).isEqualTo("cancelled");
  }

  @Test
  void aRunThatWaitsForItsRetryIsCancelledAtOnce() {
    String run = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 2)));
    UUID claim = gateway.claimed(run, 1);
    gateway.finish(run, 1, claim, "error").expect(200);
    assertThat(cancel(run).expect(202).text("/status")).isEqualTo("cancelled");
    assertThat(gateway.claim(run, 2, UUID.randomUUID()).text("/decision/kind")).isEqualTo("DONE");
  }

  @Test
  void severalRunsAreCancelledTogether() {
    String script = gateway.script("overlap_policy", "queue");
    String first = gateway.trigger(script);
    String queued = gateway.trigger(script);
    String done = gateway.trigger(gateway.script());
    gateway.finish(done, 1, gateway.claimed(done, 1), "success").expect(200);
    Answer answer = bulk(Map.of("run_ids", List.of(first, queued, done))).expect(202);
    assertThat(answer.json().at("/cancelled").size()).isEqualTo(2);
    assertThat(answer.json().at("/finished/0").asString()).isEqualTo(done);
    assertThat(gateway.status(queued)).isEqualTo("cancelled");

    String third = gateway.trigger(script);
    assertThat(bulk(Map.of("script_id", script)).expect(202).text("/cancelled/0")).isEqualTo(third);
    bulk(Map.of()).expect(400);
    bulk(Map.of("script_id", script, "run_ids", List.of(third))).expect(400);
    bulk(Map.of("run_ids", List.of(UUID.randomUUID()))).expect(404);
  }

  @Test
  void deletingAScriptCancelsItsRunsAndKeepsThemReadable() {
    String script = gateway.script("overlap_policy", "queue");
    String running = gateway.trigger(script);
    UUID claim = gateway.claimed(running, 1);
    String queued = gateway.trigger(script);
    server.admin().delete("/api/scripts/" + script).expect(204);
    assertThat(gateway.status(running)).isEqualTo("cancelling");
    assertThat(gateway.status(queued)).isEqualTo("cancelled");
    gateway.finish(running, 1, claim, "cancelled", "end_reason", "cancelled").expect(200);
    assertThat(gateway.status(running)).isEqualTo("cancelled");
    server.operator().post("/api/runs/" + running + "/rerun", null).expect(404);
    server.viewer().get("/api/scripts/" + script + "/runs").expect(404);
  }

  private static Answer cancel(String run) {
    return server.operator().post("/api/runs/" + run + "/cancel", null);
  }

  private static Answer bulk(Map<String, Object> body) {
    return server.operator().post("/api/runs/cancel", body);
  }
}
