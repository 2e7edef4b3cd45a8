package com.blueplm.runner.api.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ScriptsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void createGivesEverythingElseItsDefault() {
    Answer created = create("Sync suppliers", "print('hi')\n");

    assertThat(created.header("Location")).contains("/api/scripts/" + created.text("/id"));
    assertThat(created.header("ETag")).contains("\"1\"");
    ObjectNode script = (ObjectNode) created.json();
    JsonNode expected =
        JSON.readTree(
            """
            {"name":"Sync suppliers","description":null,"language":"python",
             "code":"print('hi')\\n","revision":1,"is_active":true,"schedule_enabled":false,
             "schedule_cron":null,"schedule_timezone":"UTC","schedule_paused":null,"did_not_run":null,
             "overlap_policy":"skip","catchup_seconds":3600,"jitter_seconds":0,
             "auto_pause_after":null,"timeout_seconds":60,
             "retry":{"max_attempts":1,"backoff_seconds":10,"backoff_factor":2.0,
                      "max_backoff_seconds":600,"on":["error"],"exit_codes":[]},
             "on_worker_loss":"rerun",
             "limits":{"memory_mb":256,"cpu_percent":50,"output_mb":100,"tmp_mb":64,
                       "processes":64},
             "network":{"policy":"internet","hosts":[]},"parameters_schema":null,"parameters":{},
             "environment":{},"secret_keys":[],
             "plm_scopes":["parts:read","parts:write","suppliers:read","suppliers:write"],
             "notify":{"on_failure":[],"on_recovery":false,"slack_webhook_secret":null},
             "dependencies":{"requires_python":null,"packages":[],"locked":true,"error":null},
             "last_run_at":null,"last_run_status":null,"last_run_id":null}
            """);
    expected
        .properties()
        .forEach(
            field ->
                assertThat(script.get(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue()));
    assertThat(script.at("/created_by/email").asString()).isEqualTo("admin@localhost");
    assertThat(script.path("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(get(created.text("/id")).json()).isEqualTo(script);
  }

  @Test
  void getThenPutChangesNothing() {
    Answer created =
        server
            .admin()
            .post(
                "/api/scripts",
                """
                {"name":"Full","code":"print(1)","description":"d","is_active":false,
                 "overlap_policy":"cancel_running","catchup_seconds":10,"jitter_seconds":3,
                 "auto_pause_after":5,"timeout_seconds":300,"on_worker_loss":"hold",
                 "retry":{"max_attempts":3,"on":["timeout","memory_limit"],"exit_codes":[2,75]},
                 "limits":{"memory_mb":512},"network":{"policy":"allowlist","hosts":["a.example"]},
                 "parameters":{"b":[1,2.5,"x",null],"a":{"deep":true}},
                 "parameters_schema":{"type":"object"},"environment":{"ERP_URL":"https://e"},
                 "plm_scopes":[],"notify":{"on_failure":["a@b.c"],"on_recovery":true}}
                """)
            .expect(201);

    Answer put = server.admin().put(path(created), created.body()).expect(200);

    assertThat(put.json()).isEqualTo(created.json());
    assertThat(put.header("ETag")).isEqualTo(created.header("ETag"));
  }

  @Test
  void putResetsAbsentSettings() {
    Answer created =
        server
            .admin()
            .post(
                "/api/scripts",
                "{\"name\":\"A\",\"code\":\"1\",\"timeout_seconds\":9,\"description\":\"d\",\"retry\":{\"max_attempts\":4,\"backoff_seconds\":1}}")
            .expect(201);

    Answer put =
        server
            .admin()
            .put(path(created), "{\"name\":\"A\",\"code\":\"1\",\"retry\":{\"max_attempts\":2}}")
            .expect(200);

    assertThat(put.json().path("timeout_seconds").asInt()).isEqualTo(60);
    assertThat(put.json().path("description").isNull()).isTrue();
    assertThat(put.json().at("/retry/max_attempts").asInt()).isEqualTo(2);
    assertThat(put.json().at("/retry/backoff_seconds").asInt()).isEqualTo(10);
    assertThat(put.header("ETag")).contains("\"2\"");
    assertThat(put.json().path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void patchIsAMergePatch() {
    Answer created =
        server
            .admin()
            .post(
                "/api/scripts",
                "{\"name\":\"A\",\"code\":\"1\",\"environment\":{\"A\":\"1\",\"B\":\"2\"},\"parameters\":{\"x\":{\"y\":1,\"z\":2}},\"timeout_seconds\":9,\"limits\":{\"memory_mb\":64,\"processes\":3}}")
            .expect(201);

    Answer patched =
        server
            .admin()
            .header("Content-Type", "application/merge-patch+json")
            .patch(
                path(created),
                "{\"environment\":{\"A\":null,\"C\":\"3\"},\"parameters\":{\"x\":{\"y\":null}},\"timeout_seconds\":null,\"limits\":{\"memory_mb\":128}}")
            .expect(200);

    assertThat(patched.json().path("environment"))
        .isEqualTo(JSON.readTree("{\"B\":\"2\",\"C\":\"3\"}"));
    assertThat(patched.json().path("parameters")).isEqualTo(JSON.readTree("{\"x\":{\"z\":2}}"));
    assertThat(patched.json().path("timeout_seconds").asInt()).isEqualTo(60);
    assertThat(patched.json().at("/limits/memory_mb").asInt()).isEqualTo(128);
    assertThat(patched.json().at("/limits/processes").asInt()).isEqualTo(3);
    assertThat(patched.text("/name")).isEqualTo("A");
    assertThat(server.admin().patch(path(created), "{}").expect(200).header("ETag"))
        .isEqualTo(patched.header("ETag"));
  }

  @Test
  void revisionGrowsOnlyWithTheCode() {
    Answer created = create("A", "print(1)");
    String path = path(created);

    server.admin().patch(path, "{\"description\":\"x\",\"message\":\"no code\"}").expect(200);
    server.admin().patch(path, "{\"code\":\"print(1)\"}").expect(200);
    assertThat(get(created.text("/id")).json().path("revision").asInt()).isEqualTo(1);
    server.admin().patch(path, "{\"code\":\"print(2)\",\"message\":\"two\"}").expect(200);
    Answer back = server.admin().patch(path, "{\"code\":\"print(1)\"}").expect(200);

    assertThat(back.json().path("revision").asInt()).isEqualTo(3);
    Answer list = server.viewer().get(path + "/revisions?limit=2").expect(200);
    assertThat(numbers(list)).containsExactly(3, 2);
    assertThat(list.json().at("/revisions/0").has("code")).isFalse();
    Answer rest =
        server.viewer().get(path + "/revisions?cursor=" + list.text("/next_cursor")).expect(200);
    assertThat(numbers(rest)).containsExactly(1);
    assertThat(rest.json().path("next_cursor").isNull()).isTrue();
    Answer second = server.viewer().get(path + "/revisions/2").expect(200);
    assertThat(second.text("/code")).isEqualTo("print(2)");
    assertThat(second.text("/message")).isEqualTo("two");
    server.viewer().get(path + "/revisions/4").expect(404);
    server.viewer().get(path + "/revisions/0").expect(404);
  }

  @Test
  void namesAreUniqueWhateverTheCaseUntilDeleted() {
    Answer first = create("Sync", "1");
    Answer second = create("Other", "1");

    assertThat(
            server
                .admin()
                .post("/api/scripts", Map.of("name", "SYNC", "code", "1"))
                .expect(409)
                .text("/code"))
        .isEqualTo("NAME_TAKEN");
    assertThat(server.admin().patch(path(second), "{\"name\":\"sync\"}").expect(409).text("/code"))
        .isEqualTo("NAME_TAKEN");
    server.otherAdmin().post("/api/scripts", Map.of("name", "Sync", "code", "1")).expect(201);
    assertThat(server.admin().delete(path(first)).expect(204).body()).isEmpty();
    server.admin().get(path(first)).expect(404);
    server.admin().get(path(first) + "/revisions").expect(404);
    server.admin().get(path(first) + "/revisions/1").expect(404);
    server.admin().get(path(first) + "/secrets").expect(404);
    server.admin().delete(path(first)).expect(404);
    server.admin().patch(path(first), "{}").expect(404);
    create("Sync", "1");
  }

  @Test
  void ifMatchGuardsEveryChange() {
    Answer created = create("A", "1");
    String tag = created.header("ETag").orElseThrow();
    server
        .admin()
        .header("If-Match", tag)
        .patch(path(created), "{\"description\":\"a\"}")
        .expect(200);

    ApiClient late = server.admin().header("If-Match", tag);
    assertThat(late.patch(path(created), "{\"description\":\"b\"}").expect(412).text("/code"))
        .isEqualTo("REVISION_CONFLICT");
    late.put(path(created), "{\"name\":\"A\",\"code\":\"1\"}").expect(412);
    late.delete(path(created)).expect(412);
    server.admin().header("If-Match", "W/\"2\"").patch(path(created), "{}").expect(412);
    server.admin().header("If-Match", "\"7\", \"2\"").patch(path(created), "{}").expect(200);
    server.admin().header("If-Match", "*").delete(path(created)).expect(204);
  }

  @Test
  void ofManyWritersWithOneTagOneWins() throws Exception {
    Answer created = create("A", "1");
    ApiClient writer = server.admin().header("If-Match", created.header("ETag").orElseThrow());
    List<Callable<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String body = "{\"name\":\"A\",\"code\":\"print(%d)\"}".formatted(i);
      writes.add(() -> writer.put(path(created), body).status());
    }

    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : threads.invokeAll(writes)) {
        statuses.add(answer.get());
      }
    }

    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 412).hasSize(11);
    assertThat(get(created.text("/id")).json().path("revision").asInt()).isEqualTo(2);
  }

  @Test
  void anEntityTagDoesNotHideANewerLastRun() {
    Answer created = create("A", "1");

    server
        .viewer()
        .header("If-None-Match", created.header("ETag").orElseThrow())
        .get(path(created))
        .expect(200);
  }

  @Test
  void listPagesNewestFirstWithoutLossOrRepetition() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      names.addFirst("S" + i);
      create("S" + i, "1");
    }

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page =
          server
              .viewer()
              .get("/api/scripts?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .expect(200);
      page.json().path("scripts").forEach(script -> seen.add(script.path("name").asString()));
      assertThat(page.json().at("/scripts/0").has("code")).isFalse();
      cursor = page.text("/next_cursor");
      create("Between " + cursor.hashCode(), "1");
    } while (!cursor.isEmpty());

    assertThat(seen).isEqualTo(names);
  }

  @Test
  void listIsNarrowedBySearchActiveAndStatus() {
    Answer one = create("100% Sync", "1");
    create("Other_one", "1");
    server
        .admin()
        .patch(path(one), "{\"is_active\":false,\"description\":\"nightly\"}")
        .expect(200);
    server
        .database()
        .sql("UPDATE scripts SET last_run_status = 'success' WHERE name = 'Other_one'")
        .update();

    assertThat(found("search=%25")).containsExactly("100% Sync");
    assertThat(found("search=_")).containsExactly("Other_one");
    assertThat(found("search=sync")).containsExactly("100% Sync");
    assertThat(found("search=NIGHT")).containsExactly("100% Sync");
    assertThat(found("active=true")).containsExactly("Other_one");
    assertThat(found("active=false")).containsExactly("100% Sync");
    assertThat(found("status=success")).containsExactly("Other_one");
    assertThat(found("search=nothing")).isEmpty();
  }

  @Test
  void anotherOrganisationSeesNothing() {
    Answer mine = create("Mine", "print('mine')");
    ApiClient other = server.otherAdmin();
    String missing = other.get("/api/scripts/" + UUID.randomUUID()).expect(404).text("/detail");

    assertThat(other.get("/api/scripts").expect(200).json().path("scripts")).isEmpty();
    assertThat(other.get(path(mine)).expect(404).text("/detail")).isEqualTo(missing);
    other.put(path(mine), "{\"name\":\"x\",\"code\":\"y\"}").expect(404);
    other.patch(path(mine), "{}").expect(404);
    other.delete(path(mine)).expect(404);
    other.get(path(mine) + "/revisions").expect(404);
    other.get(path(mine) + "/revisions/1").expect(404);
    other.get(path(mine) + "/secrets").expect(404);
    other.put(path(mine) + "/secrets/A", "{\"value\":\"v\"}").expect(404);
    other.delete(path(mine) + "/secrets/A").expect(404);
    assertThat(get(mine.text("/id")).json()).isEqualTo(mine.json());
  }

  @Test
  void dependenciesAreToldBeforeTheyAreLocked() {
    Answer created =
        create(
            "Deps",
            "# /// script\n# requires-python = \">=3.11\"\n# dependencies = [\n#   \"requests<3\",\n#   \"rich[x]\",\n# ]\n# ///\nprint(1)\n");

    JsonNode dependencies = created.json().path("dependencies");
    assertThat(dependencies.path("requires_python").asString()).isEqualTo(">=3.11");
    assertThat(dependencies.path("packages"))
        .isEqualTo(JSON.readTree("[\"requests<3\",\"rich[x]\"]"));
    assertThat(dependencies.path("locked").asBoolean()).isFalse();
    assertThat(dependencies.path("error").isNull()).isTrue();
    assertThat(created.json().path("pending_revision").asInt()).isEqualTo(1);
  }

  private static Answer create(String name, String code) {
    return server.admin().post("/api/scripts", Map.of("name", name, "code", code)).expect(201);
  }

  private static Answer get(String id) {
    return server.viewer().get("/api/scripts/" + id).expect(200);
  }

  private static String path(Answer script) {
    return "/api/scripts/" + script.text("/id");
  }

  private static List<Integer> numbers(Answer list) {
    return list.json()
        .path("revisions")
        .valueStream()
        .map(each -> each.path("number").asInt())
        .toList();
  }

  private static List<String> found(String query) {
    return server
        .viewer()
        .get("/api/scripts?" + query)
        .expect(200)
        .json()
        .path("scripts")
        .valueStream()
        .map(each -> each.path("name").asString())
        .toList();
  }
}
