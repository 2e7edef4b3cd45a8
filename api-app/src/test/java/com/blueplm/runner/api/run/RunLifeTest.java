package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunLifeTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void aRunIsTriggeredClaimedPrintedAndFinished() {
    String script = gateway.script("parameters", Map.of("a", 1, "b", 2));
    Answer accepted =
        server
            .operator()
            .post("/api/scripts/" + script + "/run", Map.of("parameters", Map.of("b", 3)))
            .expect(202);
    String run = accepted.text("/id");
    assertThat(accepted.header("Location")).contains("/api/runs/" + run);
    assertThat(accepted.text("/status")).isEqualTo("pending");
    assertThat(accepted.text("/workflow_id")).isEqualTo("run-" + run);
    assertThat(accepted.json().at("/parameters").toString()).isEqualTo("{\"a\":1,\"b\":3}");
    assertThat(accepted.json().at("/end_reason").isNull()).isTrue();
    assertThat(accepted.json().at("/triggered_by/email").isString()).isTrue();

    UUID claim = UUID.randomUUID();
    Answer order = gateway.claim(run, 1, claim).expect(200);
    assertThat(order.text("/order/code")).isEqualTo("print('hi')\n");
    assertThat(order.text("/order/file_name")).startsWith("sync_suppliers_").endsWith(".py");
    assertThat(order.text("/order/api_key")).matches("srk_[A-Za-z0-9_-]{43}");
    assertThat(gateway.status(run)).isEqualTo("running");
    assertThat(server.bean(RunKeys.class).authenticate(order.text("/order/api_key"))).isPresent();

    assertThat(gateway.output(run, 1, claim, 0, "hi\nth").expect(200).text("/next_offset"))
        .isEqualTo("5");
    assertThat(gateway.output(run, 1, claim, 3, "there\n").expect(200).text("/next_offset"))
        .isEqualTo("9");
    gateway.progress(run, 1, claim).expect(204);
    assertThat(gateway.run(run).text("/progress/phase")).isEqualTo("read");
    assertThat(gateway.run(run).text("/output")).isEqualTo("hi\nthere\n");

    Answer decision =
        gateway.finish(run, 1, claim, "success", "result", "{\"n\":1,\"t\":\"a\\u0000b\"}");
    assertThat(decision.expect(200).text("/kind")).isEqualTo("DONE");
    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("success");
    assertThat(ended.text("/end_reason")).isEqualTo("exited");
    assertThat(ended.text("/output")).isEqualTo("hi\nthere\n");
    assertThat(ended.text("/output_lines")).isEqualTo("2");
    assertThat(ended.text("/result/n")).isEqualTo("1");
    assertThat(ended.text("/attempts/0/outcome")).isEqualTo("success");
    assertThat(ended.json().at("/duration_ms").isIntegralNumber()).isTrue();
    assertThat(ended.text("/created_at")).matches(".*\\.\\d{3}Z");
    assertThat(ended.text("/attempts/0/claimed_at")).matches(".*\\.\\d{3}Z");
    assertThat(server.bean(RunKeys.class).authenticate(order.text("/order/api_key"))).isEmpty();
    Answer shown = server.viewer().get("/api/scripts/" + script).expect(200);
    assertThat(shown.text("/last_run_status")).isEqualTo("success");
    assertThat(shown.text("/last_run_id")).isEqualTo(run);
  }

  @Test
  void claimAndFinishMayBeRepeated() {
    String run = gateway.trigger(gateway.script());
    UUID claim = UUID.randomUUID();
    String first = gateway.claim(run, 1, claim).expect(200).text("/order/api_key");
    String second = gateway.claim(run, 1, claim).expect(200).text("/order/api_key");
    assertThat(second).isNotEmpty().isNotEqualTo(first);
    assertThat(server.bean(RunKeys.class).authenticate(second)).isPresent();

    Answer other = gateway.claim(run, 1, UUID.randomUUID()).expect(200);
    assertThat(other.text("/decision/kind")).isEqualTo("REATTACH");
    assertThat(other.text("/decision/worker")).isEqualTo(gateway.workerId.toString());

    assertThat(gateway.finish(run, 1, claim, "error").expect(200).text("/kind")).isEqualTo("DONE");
    assertThat(gateway.finish(run, 1, claim, "success").expect(200).text("/kind"))
        .isEqualTo("DONE");
    assertThat(gateway.status(run)).isEqualTo("error");
    assertThat(gateway.claim(run, 1, claim).expect(200).text("/decision/kind")).isEqualTo("DONE");
    assertThat(gateway.claim(run, 2, claim).expect(200).text("/decision/kind")).isEqualTo("DONE");
    assertThat(gateway.close(run, 1, CloseCause.WORKER_SUSPECTED)).isEqualTo(Decision.done());
  }

  @Test
  void aFailedAttemptIsRetriedAsTheScriptSays() {
    String run =
        gateway.trigger(gateway.script("retry", Map.of("max_attempts", 2, "backoff_seconds", 7)));
    UUID claim = gateway.claimed(run, 1);
    gateway.output(run, 1, claim, 0, "one\n").expect(200);
    Answer decision = gateway.finish(run, 1, claim, "error").expect(200);
    assertThat(decision.text("/kind")).isEqualTo("RETRY");
    assertThat(decision.text("/after")).isEqualTo("PT7S");
    Answer waiting = gateway.run(run);
    assertThat(waiting.text("/status")).isEqualTo("pending");
    assertThat(waiting.json().at("/next_attempt_at").isString()).isTrue();
    assertThat(waiting.json().at("/end_reason").isNull()).isTrue();
    assertThat(gateway.claim(run, 1, UUID.randomUUID()).text("/decision/kind")).isEqualTo("RETRY");
    assertThat(gateway.claim(run, 3, UUID.randomUUID()).status()).isEqualTo(409);

    UUID second = gateway.claimed(run, 2);
    gateway.output(run, 2, second, 0, "two\n").expect(200);
    gateway.finish(run, 2, second, "error").expect(200);
    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("error");
    assertThat(ended.text("/attempt")).isEqualTo("2");
    assertThat(ended.text("/output")).isEqualTo("one\ntwo\n");
    assertThat(ended.json().at("/attempts").size()).isEqualTo(2);
  }

  @Test
  void ofClaimsAtTheSameTimeOneIsGranted() throws Exception {
    String run = gateway.trigger(gateway.script());
    List<Answer> answers = atOnce(12, () -> gateway.claim(run, 1, UUID.randomUUID()));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers).filteredOn(answer -> !answer.json().at("/order").isNull()).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.text("/decision/kind").equals("REATTACH"))
        .hasSize(11);
  }

  @Test
  void finishesAtTheSameTimeEndTheRunOnce() throws Exception {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    List<Answer> answers = atOnce(8, () -> gateway.finish(run, 1, claim, "success"));
    assertThat(answers).allMatch(answer -> answer.text("/kind").equals("DONE"));
    assertThat(gateway.run(run).json().at("/attempts").size()).isEqualTo(1);
  }

  @Test
  void unsavedCodeIsForAdminsAndKeptWithTheRun() {
    String script = gateway.script();
    Map<String, String> body = Map.of("code", "print('draft')\n");
    server.operator().post("/api/scripts/" + script + "/run", body).expect(403);
    Answer run = server.admin().post("/api/scripts/" + script + "/run", body).expect(202);
    assertThat(run.json().at("/revision").isNull()).isTrue();
    assertThat(run.json().at("/unsaved").asBoolean()).isTrue();
    String id = run.text("/id");
    UUID claim = UUID.randomUUID();
    assertThat(gateway.claim(id, 1, claim).text("/order/code")).isEqualTo("print('draft')\n");
    gateway.finish(id, 1, claim, "success").expect(200);
    server.operator().post("/api/runs/" + id + "/rerun", null).expect(403);
    String current =
        server
            .operator()
            .post("/api/runs/" + id + "/rerun", Map.of("revision", "current"))
            .expect(202)
            .text("/revision");
    assertThat(current).isEqualTo("1");
  }

  @Test
  void badTriggersAreRefused() {
    String path = "/api/scripts/" + gateway.script() + "/run";
    refused(path, "{\"parameters\":[1]}", "parameters");
    refused(path, "{\"revision\":0}", "revision");
    refused(path, "{\"revision\":7}", "revision");
    refused(path, "{\"revision\":\"1\"}", "revision");
    refused(path, "{\"code\":\"\"}", "code");
    refused(path, "{\"code\":\"x\",\"revision\":1}", "code");
    refused(path, "{\"on_overlap\":\"cancel_running\"}", "on_overlap");
    refused(path, "{\"on_overlap\":\"maybe\"}", "on_overlap");
    refused(path, "{\"dry_run\":true}", "dry_run");
    refused(path, "{\"colour\":1}", "colour");
    refused(path, "{\"parameters\":{\"a\":\"\\u0000\"}}", "parameters.a");
    server.admin().post("/api/scripts/" + UUID.randomUUID() + "/run", null).expect(404);
    server.admin().post("/api/scripts/nonsense/run", null).expect(404);
    assertThat(server.admin().get("/api/runs").json().at("/runs").findValues("script_id"))
        .noneMatch(id -> path.contains(id.asString()));
  }

  private static void refused(String path, String body, String field) {
    Answer answer = server.admin().post(path, body).expect(400);
    assertThat(answer.text("/errors/0/field")).isEqualTo(field);
  }

  static <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = pool.invokeAll(java.util.Collections.nCopies(threads, call));
      List<T> answers = new java.util.ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
