package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A script is saved, deactivated or deleted while runs of it are open. */
class InFlightChangeTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void anOpenRunStaysOnItsRevisionAndItsSettings() {
    String script =
        gateway.script(
            "code",
            "print('old')\n",
            "overlap_policy",
            "queue",
            "timeout_seconds",
            11,
            "environment",
            Map.of("WHO", "old"),
            "parameters",
            Map.of("n", 1),
            "limits",
            Map.of("memory_mb", 64),
            "on_worker_loss",
            "hold",
            "retry",
            Map.of("max_attempts", 2, "backoff_seconds", 0));
    String running = gateway.trigger(script);
    UUID claim = gateway.claimed(running, 1);
    String queued = gateway.trigger(script);
    save(
        script,
        Map.of(
            "code",
            "print('new')\n",
            "overlap_policy",
            "skip",
            "timeout_seconds",
            99,
            "environment",
            Map.of("WHO", "new"),
            "parameters",
            Map.of("n", 2),
            "limits",
            Map.of("memory_mb", 128),
            "on_worker_loss",
            "fail",
            "retry",
            Map.of("max_attempts", 1)));

    assertThat(gateway.finish(running, 1, claim, "error").text("/kind")).isEqualTo("RETRY");
    usesTheOld(running, 2);
    assertThat(gateway.lose(running, 2).kind().name()).isEqualTo("HOLD");
    server
        .operator()
        .post("/api/runs/" + running + "/decide", Map.of("decision", "give_up"))
        .expect(202);

    assertThat(gateway.status(queued))
        .as("released although new ones are skipped")
        .isEqualTo("pending");
    usesTheOld(queued, 1);
    Answer refused = server.operator().post("/api/scripts/" + script + "/run", null);
    assertThat(refused.expect(409).text("/code")).isEqualTo("RUN_IN_PROGRESS");
    assertThat(gateway.run(queued).text("/revision")).isEqualTo("1");
    assertThat(gateway.run(queued).text("/parameters/n")).isEqualTo("1");
  }

  @Test
  void aRunThatWaitsInTheQueueIsNotCancelledByANewPolicy() {
    String script = gateway.script("overlap_policy", "queue");
    String first = gateway.trigger(script);
    String queued = gateway.trigger(script);
    save(script, Map.of("overlap_policy", "allow"));
    String beside = gateway.trigger(script);
    assertThat(gateway.status(beside)).isEqualTo("pending");
    assertThat(gateway.status(queued)).isEqualTo("queued");
    end(first);
    assertThat(gateway.status(queued)).as("the one beside is in its way now").isEqualTo("queued");
    end(beside);
    assertThat(gateway.status(queued)).isEqualTo("pending");
  }

  @Test
  void anInactiveScriptFinishesItsOpenRunsRetriesAndQueueIncluded() {
    String script = gateway.script("overlap_policy", "queue", "retry", Map.of("max_attempts", 2));
    String running = gateway.trigger(script);
    UUID claim = gateway.claimed(running, 1);
    String queued = gateway.trigger(script);
    save(script, Map.of("is_active", false));

    conflict(server.operator().post("/api/scripts/" + script + "/run", null));
    conflict(server.operator().post("/api/runs/" + running + "/rerun", null));
    conflict(
        server.operator().post("/api/scripts/" + script + "/run", Map.of("on_overlap", "allow")));
    assertThat(gateway.finish(running, 1, claim, "error").text("/kind")).isEqualTo("RETRY");
    gateway.finish(running, 2, gateway.claimed(running, 2), "success").expect(200);
    assertThat(gateway.status(queued)).isEqualTo("pending");
    end(queued);
    assertThat(gateway.status(queued)).isEqualTo("success");
    save(script, Map.of("is_active", true));
    end(gateway.trigger(script));
  }

  @Test
  void aHeldRunOfAnInactiveScriptIsDecided() {
    String script = gateway.script("on_worker_loss", "hold");
    String run = gateway.trigger(script);
    gateway.claimed(run, 1);
    gateway.lose(run, 1);
    save(script, Map.of("is_active", false));
    decide(run, "rerun", 202);
    assertThat(gateway.status(run)).isEqualTo("pending");
  }

  @Test
  void aDeletedScriptsOpenRunsAreCancelledAndAllItsRunsStayReadable() {
    String script =
        gateway.script("overlap_policy", "allow", "on_worker_loss", "hold", "retry", retries());
    String done = gateway.trigger(script);
    end(done);
    String running = gateway.trigger(script);
    UUID claim = gateway.claimed(running, 1);
    gateway.output(running, 1, claim, 0, "hi\n").expect(200);
    String waiting = gateway.trigger(script);
    gateway.finish(waiting, 1, gateway.claimed(waiting, 1), "error").expect(200);
    String held = gateway.trigger(script);
    gateway.claimed(held, 1);
    gateway.lose(held, 1);
    String pending = gateway.trigger(script);
    server.admin().delete("/api/scripts/" + script).expect(204);

    assertThat(List.of(waiting, held, pending))
        .allMatch(run -> gateway.status(run).equals("cancelled"));
    assertThat(gateway.status(running)).isEqualTo("cancelling");
    assertThat(gateway.line(running, 1, claim).text("/commands/0/kind")).isEqualTo("CANCEL");
    assertThat(gateway.finish(running, 1, claim, "error").text("/kind"))
        .as("no retry of what is being cancelled")
        .isEqualTo("DONE");
    for (String run : List.of(done, running, waiting, held, pending)) {
      assertThat(gateway.run(run).text("/script_id")).isEqualTo(script);
      server.viewer().get("/api/runs/" + run + "/output").expect(200);
      server.operator().post("/api/runs/" + run + "/rerun", null).expect(404);
      decide(run, "rerun", 404);
      decide(run, "give_up", 409);
    }
    Answer listed = server.viewer().get("/api/runs?script_id=" + script).expect(200);
    assertThat(listed.json().at("/runs").size()).isEqualTo(5);
    server.viewer().get("/api/scripts/" + script + "/runs").expect(404);
    server.operator().post("/api/scripts/" + script + "/run", null).expect(404);
    server.operator().post("/api/runs/cancel", Map.of("script_id", script)).expect(404);
  }

  @Test
  void aRunOfADeletedScriptThatStillWaitsForADecisionMayBeGivenUpOnly() {
    String script = gateway.script("on_worker_loss", "hold");
    String run = gateway.trigger(script);
    gateway.claimed(run, 1);
    gateway.lose(run, 1);
    server
        .database()
        .sql("UPDATE scripts SET deleted_at = now() WHERE id = :script")
        .param("script", UUID.fromString(script))
        .update();
    decide(run, "rerun", 404);
    assertThat(gateway.status(run)).isEqualTo("needs_decision");
    decide(run, "give_up", 202);
    assertThat(gateway.run(run).text("/status")).isEqualTo("lost");
    assertThat(gateway.run(run).text("/end_reason")).isEqualTo("gave_up");
  }

  private void usesTheOld(String run, int attempt) {
    Answer order = gateway.claim(run, attempt, UUID.randomUUID()).expect(200);
    assertThat(order.text("/order/code")).isEqualTo("print('old')\n");
    assertThat(order.text("/order/timeout_seconds")).isEqualTo("11");
    assertThat(order.text("/order/environment/WHO")).isEqualTo("old");
    assertThat(order.text("/order/limits/memory_mb")).isEqualTo("64");
    assertThat(order.text("/order/on_worker_loss")).isEqualToIgnoringCase("hold");
    assertThat(order.text("/order/parameters")).contains("1").doesNotContain("2");
  }

  private static Map<String, Object> retries() {
    return Map.of("max_attempts", 3);
  }

  private void end(String run) {
    gateway.finish(run, 1, gateway.claimed(run, 1), "success").expect(200);
  }

  private static void save(String script, Map<String, Object> changes) {
    server.admin().patch("/api/scripts/" + script, changes).expect(200);
  }

  private static void conflict(Answer answer) {
    assertThat(answer.expect(409).text("/code")).isEqualTo("CONFLICT");
  }

  private static void decide(String run, String decision, int status) {
    server
        .operator()
        .post("/api/runs/" + run + "/decide", Map.of("decision", decision))
        .expect(status);
  }
}
