package com.blueplm.runner.api.plm;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlmKeysTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();
  private final PlmFixture plm = new PlmFixture(server);

  @Test
  void onlyTheKeyOfALiveAttemptIsAccepted() {
    UUID run = plm.run(server.orgId());
    String key = plm.key(run);

    server.client(key).get("/plm/parts").expect(200);
    server.anonymous().header("X-API-Key", key).get("/plm/parts").expect(200);

    for (ApiClient caller :
        new ApiClient[] {
          server.anonymous(),
          server.admin(),
          server.worker(),
          server.client("srk_" + "x".repeat(43)),
          server.client(""),
          server.anonymous().header("Authorization", "Basic " + key),
          server.anonymous().header("Authorization", key),
          server.anonymous().header("X-API-Key", "nonsense"),
          server.anonymous().header("Cookie", "SESSION=" + key),
        }) {
      Answer refused = caller.get("/plm/parts").expect(401);
      assertThat(refused.text("/error")).isEqualTo("UNAUTHORIZED");
      assertThat(refused.text("/message")).contains("BLUEPLM_API_KEY");
      assertThat(refused.header("Content-Type").orElse("")).startsWith("application/json");
    }
    server.anonymous().get("/plm").expect(401);
    server.anonymous().get("/plm/no/such/route").expect(401);
  }

  @Test
  void sessionOfABrowserIsNotAccepted() {
    String link = server.admin().post("/api/auth/sign-in-links", null).expect(201).text("/url");
    String code = link.substring(link.indexOf("code=") + "code=".length());
    String cookies =
        String.join(
            "; ",
            server
                .anonymous()
                .post("/api/auth/sign-in", Map.of("code", code))
                .expect(200)
                .headers()
                .getOrDefault("set-cookie", List.of())
                .stream()
                .map(cookie -> cookie.split(";")[0])
                .toList());

    ApiClient browser = server.anonymous().header("Cookie", cookies);
    browser.get("/api/auth/me").expect(200);
    browser.get("/plm/parts").expect(401);
  }

  @ParameterizedTest
  @CsvSource({
    "running, 200",
    "cancelling, 200",
    "pending, 409",
    "needs_decision, 409",
    "success, 409",
    "lost, 409",
  })
  void keyLivesAsLongAsItsAttempt(String status, int expected) {
    UUID run = plm.run(server.orgId());
    String key = plm.key(run);
    plm.setStatus(run, status);

    server.client(key).get("/plm/parts").expect(expected);
  }

  @Test
  void keyOfAnOlderAttemptIsDead() {
    UUID run = plm.run(server.orgId());
    String key = plm.key(run);
    server.database().sql("UPDATE script_runs SET attempt = 2 WHERE id = ?").param(run).update();

    Answer refused = server.client(key).get("/plm/parts").expect(409);
    assertThat(refused.json().toString())
        .isEqualTo(
            "{\"error\":\"ATTEMPT_SUPERSEDED\",\"message\":\"The attempt that this key belongs to"
                + " has ended; nothing was read or changed\"}");
    assertThat(refused.header("Content-Type").orElse("")).startsWith("application/json");
    assertThat(refused.header("X-Request-Id")).isPresent();
    server.anonymous().header("X-API-Key", key).get("/plm/no/such/route").expect(409);
    server.client(key.substring(0, key.length() - 1)).get("/plm/parts").expect(401);
  }

  @Test
  void keyOfAnEndedAttemptIsDeadWhateverTheRunSays() {
    UUID run = plm.run(server.orgId());
    String key = plm.key(run);
    UUID part = plm.part(plm.vault(server.orgId()), "KEY-1", "wip");
    server
        .database()
        .sql("UPDATE script_run_attempts SET ended_at = now() WHERE run_id = ?")
        .param(run)
        .update();

    server.client(key).patch("/plm/parts/" + part, Map.of("revision", "Z")).expect(409);
    assertThat(
            plm.script(server.orgId()).get("/plm/parts/" + part).expect(200).text("/part/revision"))
        .isNotEqualTo("Z");
  }

  @Test
  void keysGoWithTheirRun() {
    UUID run = plm.run(server.orgId());
    String key = plm.key(run);
    server.database().sql("DELETE FROM script_runs WHERE id = ?").param(run).update();

    server.client(key).get("/plm/parts").expect(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/scripts", "/api/auth/me", "/worker/runs"})
  void keyOpensNothingElse(String path) {
    server.client(plm.key(plm.run(server.orgId()))).get(path).expect(401);
  }

  @Test
  void everyUseIsCounted() {
    UUID run = plm.run(server.orgId());
    ApiClient script = server.client(plm.key(run));

    script.get("/plm/parts").expect(200);
    script.get("/plm/suppliers").expect(200);
    script.get("/plm/no-such-route").expect(404);

    assertThat(
            server
                .database()
                .sql("SELECT uses FROM run_keys WHERE run_id = ?")
                .param(run)
                .query(Integer.class)
                .single())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /plm/parts, parts:read",
    "GET, /plm/parts/7b0d1c9e-0000-4000-8000-000000000000, parts:read",
    "GET, /plm/bom/7b0d1c9e-0000-4000-8000-000000000000, parts:read",
    "PATCH, /plm/parts/7b0d1c9e-0000-4000-8000-000000000000, parts:write",
    "GET, /plm/suppliers, suppliers:read",
    "GET, /plm/suppliers/7b0d1c9e-0000-4000-8000-000000000000, suppliers:read",
  })
  void withoutTheScopeIs403(String method, String path, String scope) {
    String[] others =
        PlmFixture.ALL_SCOPES.stream().filter(each -> !each.equals(scope)).toArray(String[]::new);
    Object body = "PATCH".equals(method) ? Map.of("revision", "B") : null;

    Answer refused = plm.script(server.orgId(), others).send(method, path, body).expect(403);
    assertThat(refused.text("/error")).isEqualTo("FORBIDDEN");
    assertThat(refused.text("/message")).contains(scope).contains("plm_scopes");
    assertThat(plm.script(server.orgId(), scope).send(method, path, body).status()).isIn(200, 404);
  }

  @Test
  void saysWhoItIsAndWhatItCan() {
    UUID run = plm.run(server.orgId());
    ApiClient script = server.client(plm.key(run));

    for (String path : new String[] {"/plm", "/plm/"}) {
      Answer info = script.get(path).expect(200);
      assertThat(info.text("/name")).isEqualTo("BluePLM REST API");
      assertThat(info.text("/version")).isEqualTo("2.7.0");
      assertThat(info.text("/status")).isEqualTo("running");
      assertThat(info.json().at("/capabilities").toString())
          .isEqualTo("[\"parts.write\",\"bom.recursive\",\"keys.scoped\"]");
    }
    Answer me = script.get("/plm/auth/me").expect(200);
    assertThat(me.json().at("/user").propertyNames())
        .containsExactlyInAnyOrder("id", "email", "full_name", "role", "org_id");
    assertThat(me.text("/user/id")).isEqualTo(run.toString());
    assertThat(me.text("/org_id")).isEqualTo(server.orgId().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /plm/nothing",
    "GET, /plm/parts/a/b",
    "GET, /plm/parts/",
    "POST, /plm/parts",
    "DELETE, /plm/parts/7b0d1c9e-0000-4000-8000-000000000000",
    "PUT, /plm/bom/7b0d1c9e-0000-4000-8000-000000000000",
    "POST, /plm/suppliers",
    "PATCH, /plm",
  })
  void unknownRouteOrMethodIs404(String method, String path) {
    Object body = "POST".equals(method) || "PATCH".equals(method) ? Map.of() : null;
    Answer missing = plm.script(server.orgId()).send(method, path, body).expect(404);

    assertThat(missing.json().toString())
        .isEqualTo("{\"error\":\"NOT_FOUND\",\"message\":\"Endpoint not found\"}");
  }

  @Test
  void requestIdIsAnswered() {
    ApiClient script = plm.script(server.orgId());

    assertThat(script.header("X-Request-Id", "run-1.a_B").get("/plm/parts").header("X-Request-Id"))
        .contains("run-1.a_B");
    assertThat(script.header("X-Request-Id", "not valid").get("/plm/x").header("X-Request-Id"))
        .get()
        .isNotEqualTo("not valid");
    assertThat(server.anonymous().get("/plm/parts").header("X-Request-Id")).isPresent();
  }
}
