package com.blueplm.runner.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private static String script = "";

  @BeforeAll
  static void createScript() {
    script =
        server
            .admin()
            .post("/api/scripts", "{\"name\":\"Bad input\",\"code\":\"print(1)\"}")
            .expect(201)
            .text("/id");
  }

  record Row(
      String name,
      String method,
      String path,
      @Nullable String body,
      @Nullable String contentType,
      int status,
      String code,
      @Nullable String field) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row create(String name, String body, String field) {
    return new Row(name, "POST", "/api/scripts", body, null, 400, "VALIDATION_FAILED", field);
  }

  private static Row with(String name, String members, String field) {
    return create(name, "{\"name\":\"n\",\"code\":\"c\"," + members + "}", field);
  }

  private static Row get(
      String name, String path, int status, String code, @Nullable String field) {
    return new Row(name, "GET", path, null, null, status, code, field);
  }

  static Stream<Row> rows() {
    return Stream.of(
        create("broken JSON", "{\"name\":", "body"),
        create("no JSON", "hello", "body"),
        create("empty body", "", "body"),
        create("trailing tokens", "{\"name\":\"n\",\"code\":\"c\"} x", "body"),
        create("null body", "null", "body"),
        create("list body", "[]", "body"),
        create("text body", "\"a\"", "body"),
        create("duplicate key", "{\"name\":\"n\",\"name\":\"m\",\"code\":\"c\"}", "body"),
        create("comment", "{/*x*/\"name\":\"n\",\"code\":\"c\"}", "body"),
        create("raw NUL", "{\"name\":\"a\0b\",\"code\":\"c\"}", "body"),
        create("NUL in name", "{\"name\":\"a\\u0000b\",\"code\":\"c\"}", "name"),
        create("NUL in code", "{\"name\":\"n\",\"code\":\"a\\u0000\"}", "code"),
        with("NUL in description", "\"description\":\"\\u0000\"", "description"),
        with("NUL in nested value", "\"parameters\":{\"a\":[\"\\u0000\"]}", "parameters.a.0"),
        with("NUL in key", "\"environment\":{\"A\\u0000\":\"b\"}", "environment.A?"),
        with("half surrogate", "\"description\":\"\\ud800\"", "description"),
        create("no name", "{\"code\":\"c\"}", "name"),
        create("no code", "{\"name\":\"n\"}", "code"),
        create("null name", "{\"name\":null,\"code\":\"c\"}", "name"),
        create("blank name", "{\"name\":\"  \",\"code\":\"c\"}", "name"),
        create("name of 101", "{\"name\":\"" + "x".repeat(101) + "\",\"code\":\"c\"}", "name"),
        create("name with line break", "{\"name\":\"a\\nb\",\"code\":\"c\"}", "name"),
        create("name as number", "{\"name\":1,\"code\":\"c\"}", "name"),
        create("empty code", "{\"name\":\"n\",\"code\":\"\"}", "code"),
        create(
            "code of 2 MiB", "{\"name\":\"n\",\"code\":\"" + "x".repeat(2 << 20) + "\"}", "code"),
        with("unknown field", "\"colour\":\"red\"", "colour"),
        with("unknown nested field", "\"retry\":{\"times\":3}", "retry.times"),
        with("language", "\"language\":\"ruby\"", "language"),
        with("timeout as text", "\"timeout_seconds\":\"60\"", "timeout_seconds"),
        with("timeout as fraction", "\"timeout_seconds\":1.5", "timeout_seconds"),
        with("timeout 0", "\"timeout_seconds\":0", "timeout_seconds"),
        with("timeout over cap", "\"timeout_seconds\":301", "timeout_seconds"),
        with("timeout beyond int", "\"timeout_seconds\":99999999999", "timeout_seconds"),
        with("timeout null", "\"timeout_seconds\":null", "timeout_seconds"),
        with("memory", "\"limits\":{\"memory_mb\":31}", "limits.memory_mb"),
        with("cpu", "\"limits\":{\"cpu_percent\":401}", "limits.cpu_percent"),
        with("limits as list", "\"limits\":[]", "limits"),
        with("catchup", "\"catchup_seconds\":9", "catchup_seconds"),
        with("attempts", "\"retry\":{\"max_attempts\":21}", "retry.max_attempts"),
        with("backoff", "\"retry\":{\"backoff_seconds\":3601}", "retry.backoff_seconds"),
        with("retry on", "\"retry\":{\"on\":[\"rain\"]}", "retry.on"),
        with("retry on twice", "\"retry\":{\"on\":[\"error\",\"error\"]}", "retry.on"),
        with("exit code", "\"retry\":{\"exit_codes\":[256]}", "retry.exit_codes"),
        with("overlap", "\"overlap_policy\":\"SKIP\"", "overlap_policy"),
        with("worker loss", "\"on_worker_loss\":7", "on_worker_loss"),
        with("network policy", "\"network\":{\"policy\":\"all\"}", "network.policy"),
        with("host", "\"network\":{\"hosts\":[\"a b\"]}", "network.hosts"),
        with("active as text", "\"is_active\":\"true\"", "is_active"),
        with("enabled without cron", "\"schedule_enabled\":true", "schedule_enabled"),
        with("long cron", "\"schedule_cron\":\"" + "*".repeat(1001) + "\"", "schedule_cron"),
        with("zone as number", "\"schedule_timezone\":5", "schedule_timezone"),
        with("environment key", "\"environment\":{\"a\":\"b\"}", "environment.a"),
        with("reserved key", "\"environment\":{\"LD_PRELOAD\":\"b\"}", "environment.LD_PRELOAD"),
        with("environment value", "\"environment\":{\"A\":1}", "environment.A"),
        with("parameters as list", "\"parameters\":[]", "parameters"),
        with("endless number", "\"parameters\":{\"a\":1e999}", "parameters"),
        with("scope", "\"plm_scopes\":[\"parts:delete\"]", "plm_scopes"),
        with("mail", "\"notify\":{\"on_failure\":[\"nobody\"]}", "notify.on_failure"),
        with("long description", "\"description\":\"" + "x".repeat(10_001) + "\"", "description"),
        get("unknown parameter", "/api/scripts?colour=red", 400, "VALIDATION_FAILED", "colour"),
        get("limit 0", "/api/scripts?limit=0", 400, "VALIDATION_FAILED", "limit"),
        get("limit 201", "/api/scripts?limit=201", 400, "VALIDATION_FAILED", "limit"),
        get("limit text", "/api/scripts?limit=many", 400, "VALIDATION_FAILED", "limit"),
        get("limit twice", "/api/scripts?limit=1&limit=2", 400, "VALIDATION_FAILED", "limit"),
        get("cursor", "/api/scripts?cursor=x", 400, "VALIDATION_FAILED", "cursor"),
        get("cursor base64", "/api/scripts?cursor=YWJj", 400, "VALIDATION_FAILED", "cursor"),
        get("NUL in query", "/api/scripts?search=a%00b", 400, "VALIDATION_FAILED", "search"),
        get("bad escape", "/api/scripts/?", 404, "NOT_FOUND", null),
        get("status", "/api/scripts?status=odd", 400, "VALIDATION_FAILED", "status"),
        get("active", "/api/scripts?active=perhaps", 400, "VALIDATION_FAILED", "active"),
        get("bad id", "/api/scripts/7", 404, "NOT_FOUND", null),
        get("missing id", "/api/scripts/" + UUID.randomUUID(), 404, "NOT_FOUND", null),
        get("unknown route", "/api/nothing", 404, "NOT_FOUND", null),
        get("route of a later issue", "/api/stats", 404, "NOT_FOUND", null),
        get("error page", "/error", 404, "NOT_FOUND", null),
        get("bad revision", "/api/scripts/{id}/revisions/x", 404, "NOT_FOUND", null),
        get("huge revision", "/api/scripts/{id}/revisions/99999999999", 404, "NOT_FOUND", null),
        new Row(
            "wrong type",
            "POST",
            "/api/scripts",
            "{}",
            "text/plain",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            null),
        new Row(
            "form",
            "POST",
            "/api/scripts",
            "name=a",
            "application/x-www-form-urlencoded",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            null),
        new Row(
            "broken type",
            "POST",
            "/api/scripts",
            "{}",
            "nonsense",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            null),
        new Row("wrong method", "PUT", "/api/scripts", "{}", null, 405, "METHOD_NOT_ALLOWED", null),
        new Row(
            "odd method", "BREW", "/api/scripts/{id}", null, null, 405, "METHOD_NOT_ALLOWED", null),
        new Row(
            "patch list",
            "PATCH",
            "/api/scripts/{id}",
            "[]",
            null,
            400,
            "VALIDATION_FAILED",
            "body"),
        new Row(
            "patch name away",
            "PATCH",
            "/api/scripts/{id}",
            "{\"name\":null}",
            null,
            400,
            "VALIDATION_FAILED",
            "name"),
        new Row(
            "put without code",
            "PUT",
            "/api/scripts/{id}",
            "{\"name\":\"n\"}",
            null,
            400,
            "VALIDATION_FAILED",
            "code"),
        new Row(
            "put to nothing",
            "PUT",
            "/api/scripts/" + UUID.randomUUID(),
            "{\"name\":\"n\",\"code\":\"c\"}",
            null,
            404,
            "NOT_FOUND",
            null),
        new Row(
            "secret key",
            "PUT",
            "/api/scripts/{id}/secrets/lower",
            "{\"value\":\"v\"}",
            null,
            400,
            "VALIDATION_FAILED",
            "key"),
        new Row(
            "secret PATH",
            "PUT",
            "/api/scripts/{id}/secrets/PATH",
            "{\"value\":\"v\"}",
            null,
            400,
            "VALIDATION_FAILED",
            "key"),
        new Row(
            "empty secret",
            "PUT",
            "/api/scripts/{id}/secrets/A",
            "{\"value\":\"\"}",
            null,
            400,
            "VALIDATION_FAILED",
            "value"),
        new Row(
            "long secret",
            "PUT",
            "/api/scripts/{id}/secrets/A",
            "{\"value\":\"" + "x".repeat(10_241) + "\"}",
            null,
            400,
            "VALIDATION_FAILED",
            "value"),
        new Row(
            "secret as number",
            "PUT",
            "/api/scripts/{id}/secrets/A",
            "{\"value\":1}",
            null,
            400,
            "VALIDATION_FAILED",
            "value"),
        new Row(
            "secret with more",
            "PUT",
            "/api/scripts/{id}/secrets/A",
            "{\"value\":\"v\",\"x\":1}",
            null,
            400,
            "VALIDATION_FAILED",
            "x"),
        new Row(
            "secret without value",
            "PUT",
            "/api/scripts/{id}/secrets/A",
            "{}",
            null,
            400,
            "VALIDATION_FAILED",
            "value"),
        new Row(
            "NUL in secret",
            "PUT",
            "/api/scripts/{id}/secrets/A",
            "{\"value\":\"a\\u0000\"}",
            null,
            400,
            "VALIDATION_FAILED",
            "value"),
        new Row(
            "missing secret",
            "DELETE",
            "/api/scripts/{id}/secrets/NOPE",
            null,
            null,
            404,
            "NOT_FOUND",
            null),
        new Row(
            "sign-in without code",
            "POST",
            "/api/auth/sign-in",
            "{}",
            null,
            400,
            "VALIDATION_FAILED",
            "code"),
        new Row(
            "sign-in with wrong code",
            "POST",
            "/api/auth/sign-in",
            "{\"code\":\"x\"}",
            null,
            401,
            "UNAUTHENTICATED",
            null));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void answersAProblemAndSavesNothing(Row row) {
    String before = scripts();
    ApiClient admin = server.admin();
    if (row.contentType() != null) {
      admin = admin.header("Content-Type", row.contentType());
    }

    Answer answer = admin.send(row.method(), row.path().replace("{id}", script), row.body());

    assertThat(answer.status()).as("%s", answer).isEqualTo(row.status());
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.text("/code")).as("%s", answer).isEqualTo(row.code());
    assertThat(answer.text("/request_id")).isEqualTo(answer.header("X-Request-Id").orElseThrow());
    assertThat(answer.json().path("status").asInt()).isEqualTo(row.status());
    assertThat(answer.json().propertyNames()).contains("type", "title", "detail");
    assertThat(answer.json().has("errors")).isEqualTo(row.status() == 400);
    if (row.field() != null) {
      assertThat(answer.text("/errors/0/field")).as("%s", answer).isEqualTo(row.field());
      assertThat(answer.text("/errors/0/message")).isNotBlank();
    }
    assertThat(answer.body())
        .doesNotContainIgnoringCase("exception")
        .doesNotContain("com.blueplm", "org.springframework", "jackson", "SELECT", "at java");
    assertThat(scripts()).isEqualTo(before);
  }

  @Test
  void namesAllWrongFieldsAtOnce() {
    Answer answer =
        server.admin().post("/api/scripts", "{\"name\":\"\",\"timeout_seconds\":0,\"x\":1}");

    assertThat(
            answer.json().path("errors").valueStream().map(error -> error.path("field").asString()))
        .containsExactlyInAnyOrder("x", "name", "code", "timeout_seconds");
  }

  @Test
  void answers405WithTheMethodsThatThereAre() {
    Answer answer = server.admin().put("/api/scripts", "{}").expect(405);

    assertThat(answer.header("Allow")).contains("GET, HEAD, POST");
    assertThat(server.admin().send("OPTIONS", "/api/scripts", null).expect(204).header("Allow"))
        .contains("GET, HEAD, POST");
    assertThat(server.admin().send("HEAD", "/api/scripts", null).expect(200).body()).isEmpty();
  }

  @Test
  void answers406ForWhatItCannotWrite() {
    Answer answer = server.admin().header("Accept", "text/csv").get("/api/scripts").expect(406);

    assertThat(answer.header("Content-Type")).contains("application/problem+json");
  }

  private static String scripts() {
    return server
        .database()
        .sql(
            """
            SELECT count(*) || ' ' || max(edit_version) || ' ' ||
                   (SELECT count(*) FROM script_secrets) || ' ' ||
                   (SELECT count(*) FROM script_revisions) FROM scripts
            """)
        .query(String.class)
        .single();
  }
}
