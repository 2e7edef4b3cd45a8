package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class RunRoutesTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void theSameKeyAndBodyMakeOneRun() {
    String script = gateway.script();
    ApiClient caller = server.operator().header("Idempotency-Key", "nightly-1");
    String path = "/api/scripts/" + script + "/run";
    Answer first = caller.post(path, "{\"parameters\":{\"a\":1,\"b\":[2]}}").expect(202);
    Answer again = caller.post(path, "{ \"parameters\": {\"b\":[2], \"a\":1} }").expect(200);
    assertThat(again.text("/id")).isEqualTo(first.text("/id"));
    assertThat(caller.post(path, "{\"parameters\":{\"a\":2}}").expect(409).text("/code"))
        .isEqualTo("IDEMPOTENCY_MISMATCH");

    ApiClient other = server.operator().header("Idempotency-Key", "nightly-2");
    assertThat(other.post(path, null).expect(409).text("/code")).isEqualTo("RUN_IN_PROGRESS");
    String run = first.text("/id");
    gateway.finish(run, 1, gateway.claimed(run, 1), "success").expect(200);
    other.post(path, null).expect(202);
    caller.post(path, "{\"parameters\":{\"a\":1,\"b\":[2]}}").expect(200);
    server
        .database()
        .sql("UPDATE idempotency_keys SET expires_at = now() WHERE key = 'nightly-1'")
        .update();
    assertThat(caller.post(path, null).expect(409).text("/code")).isEqualTo("RUN_IN_PROGRESS");
    server.operator().header("Idempotency-Key", "x".repeat(256)).post(path, null).expect(400);
  }

  @Test
  void aRerunTakesTheParametersOfTheRunAndTheSettingsOfNow() {
    String script = gateway.script("parameters", Map.of("a", 1));
    String run = gateway.trigger(script);
    assertThat(rerun(run, null).expect(409).text("/code")).isEqualTo("RUN_IN_PROGRESS");
    gateway.finish(run, 1, gateway.claimed(run, 1), "error").expect(200);
    server
        .admin()
        .patch("/api/scripts/" + script, Map.of("code", "print(2)\n", "parameters", Map.of("a", 2)))
        .expect(200);
    Answer same = rerun(run, "{\"revision\":\"same\"}").expect(202);
    assertThat(same.text("/trigger_type")).isEqualTo("rerun");
    assertThat(same.text("/rerun_of")).isEqualTo(run);
    assertThat(same.text("/revision")).isEqualTo("1");
    assertThat(same.text("/parameters/a")).isEqualTo("1");
    Answer current = rerun(run, "{\"revision\":\"current\",\"on_overlap\":\"allow\"}").expect(202);
    assertThat(current.text("/revision")).isEqualTo("2");
    rerun(run, "{\"revision\":\"other\"}").expect(400);
    rerun(UUID.randomUUID().toString(), null).expect(404);
  }

  @Test
  void listsAreFilteredAndPaged() {
    String script = gateway.script("overlap_policy", "allow");
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.addFirst(gateway.trigger(script));
    }
    String done = newestFirst.get(2);
    gateway.finish(done, 1, gateway.claimed(done, 1), "success").expect(200);

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page =
          server.viewer().get("/api/scripts/" + script + "/runs?limit=2" + cursor).expect(200);
      page.json().at("/runs").forEach(run -> seen.add(run.at("/id").asString()));
      JsonNode next = page.json().at("/next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(newestFirst);

    assertThat(ids("?script_id=" + script + "&status=success")).containsExactly(done);
    assertThat(ids("?script_id=" + script + "&status=success&status=pending")).hasSize(5);
    assertThat(ids("?script_id=" + script + "&trigger_type=scheduled")).isEmpty();
    assertThat(ids("?script_id=" + script + "&to=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(ids("?script_id=" + script + "&from=2020-01-01T00:00:00Z")).hasSize(5);
    for (String bad :
        List.of(
            "status=SUCCESS",
            "status=x",
            "trigger_type=x",
            "from=x",
            "limit=0",
            "cursor=x",
            "script_id=x",
            "colour=1")) {
      String field = bad.substring(0, bad.indexOf('='));
      assertThat(server.viewer().get("/api/runs?" + bad).expect(400).text("/errors/0/field"))
          .isEqualTo(field);
    }
  }

  @Test
  void anotherOrganisationSeesNothing() {
    String script = gateway.script();
    String run = gateway.trigger(script);
    ApiClient other = server.otherAdmin();
    other.post("/api/scripts/" + script + "/run", null).expect(404);
    other.get("/api/scripts/" + script + "/runs").expect(404);
    other.get("/api/runs/" + run).expect(404);
    other.post("/api/runs/" + run + "/cancel", null).expect(404);
    other.post("/api/runs/" + run + "/rerun", null).expect(404);
    other.post("/api/runs/" + run + "/decide", "{\"decision\":\"give_up\"}").expect(404);
    other.post("/api/runs/cancel", "{\"run_ids\":[\"" + run + "\"]}").expect(404);
    other.post("/api/runs/cancel", "{\"script_id\":\"" + script + "\"}").expect(404);
    assertThat(other.get("/api/runs").expect(200).json().at("/runs")).isEmpty();
    assertThat(gateway.status(run)).isEqualTo("pending");
  }

  @Test
  void onlyWorkersReachTheGateway() {
    String run = gateway.trigger(gateway.script());
    String claim = "/worker/runs/" + run + "/attempts/1/claim";
    server.anonymous().post(claim, "{}").expect(401);
    assertThat(server.admin().post(claim, "{}").status()).isIn(401, 403);
    assertThat(server.worker().get("/api/runs").status()).isIn(401, 403);
    UUID held = gateway.claimed(run, 1);
    assertThat(
            server
                .worker()
                .header("X-Claim-Id", held.toString())
                .header("Content-Type", "application/octet-stream")
                .post(
                    "/worker/runs/" + run + "/attempts/1/output?stream=stdout&offset=0",
                    new byte[(1 << 20) + 1])
                .status())
        .isEqualTo(413);
  }

  @Test
  void workersAreListed() {
    gateway.line(List.of());
    JsonNode worker =
        server.viewer().get("/api/workers").expect(200).json().at("/workers").values().stream()
            .filter(one -> one.at("/id").asString().equals(gateway.workerId.toString()))
            .findFirst()
            .orElseThrow();
    assertThat(worker.at("/isolation_level").asString()).isEqualTo("bubblewrap");
    assertThat(worker.at("/alive").asBoolean()).isTrue();
    assertThat(worker.at("/probes/network").asString()).isEqualTo("separate");
  }

  @Test
  void workersThatWereNotHeardOfForADayAreForgotten() {
    server
        .database()
        .sql(
            """
            INSERT INTO workers (id, name, version, isolation_level, probes, max_concurrent_runs,
                                 last_seen_at)
            VALUES (gen_random_uuid(), 'dead', '1', 'bubblewrap', '{}', 4, now() - interval '23 h'),
                   (gen_random_uuid(), 'gone', '1', 'bubblewrap', '{}', 4, now() - interval '25 h')
            """)
        .update();
    gateway.line(List.of());

    JsonNode workers = server.viewer().get("/api/workers").expect(200).json().at("/workers");
    assertThat(workers.at("/0/alive").asBoolean()).isTrue();
    assertThat(workers.values())
        .filteredOn(worker -> !worker.at("/alive").asBoolean())
        .extracting(worker -> worker.at("/name").asString())
        .contains("dead")
        .doesNotContain("gone");
    server.bean(RunReconciler.class).forgetWorkers();
    assertThat(
            server
                .database()
                .sql("SELECT count(*) FROM workers WHERE name IN ('dead', 'gone')")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  private static List<String> ids(String query) {
    return server.viewer().get("/api/runs" + query).expect(200).json().at("/runs").values().stream()
        .map(run -> run.at("/id").asString())
        .toList();
  }

  private static Answer rerun(String run, @Nullable String body) {
    return server.operator().post("/api/runs/" + run + "/rerun", body);
  }
}
