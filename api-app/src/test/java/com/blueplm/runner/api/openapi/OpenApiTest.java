package com.blueplm.runner.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void describesWhatThereIsToThoseSignedIn() {
    server.anonymous().get("/api/openapi.json").expect(401);
    JsonNode api = server.viewer().get("/api/openapi.json").expect(200).json();

    assertThat(api.path("paths").propertyNames())
        .contains(
            "/api/scripts",
            "/api/scripts/{id}",
            "/api/scripts/{id}/secrets/{key}",
            "/api/auth/me",
            "/api/runs/{id}/connections",
            "/readyz")
        .noneMatch(path -> path.startsWith("/worker") || path.startsWith("/plm"))
        .noneMatch(path -> path.contains("export"));
    JsonNode script = api.at("/components/schemas/Script/properties");
    assertThat(script.propertyNames())
        .contains("is_active", "schedule_cron", "notify", "retry", "secret_keys", "last_run_status")
        .contains("pending_revision", "dependencies")
        .doesNotContain("active", "isActive", "notices");
    assertThat(api.at("/components/schemas/Dependencies/properties").propertyNames())
        .containsExactlyInAnyOrder("requires_python", "packages", "locked", "error");
    assertThat(api.at("/components/schemas/ConnectionView/properties").propertyNames())
        .containsExactlyInAnyOrder(
            "attempt",
            "number",
            "at",
            "protocol",
            "host",
            "port",
            "address",
            "outcome",
            "reason",
            "bytes_sent",
            "bytes_received",
            "duration_ms");
    assertThat(
            api.at("/paths/~1api~1runs~1{id}~1connections/get/parameters")
                .valueStream()
                .map(each -> each.path("name").asString()))
        .containsExactlyInAnyOrder("id", "outcome", "limit", "cursor");
    assertThat(api.at("/components/schemas/Problem/properties").propertyNames())
        .contains("code", "request_id", "errors");
    assertThat(
            api.at("/paths/~1api~1scripts/get/parameters")
                .valueStream()
                .map(each -> each.path("name").asString()))
        .containsExactlyInAnyOrder("search", "status", "active", "limit", "cursor");
    assertThat(api.at("/paths/~1api~1scripts/post/responses").propertyNames())
        .contains("201", "default");
  }

  @Test
  void thePageLoadsOnlyFromHere() {
    server.anonymous().get("/api/docs").expect(401);
    String location = server.viewer().get("/api/docs").expect(302).header("Location").orElseThrow();
    var page = server.viewer().get(location).expect(200);

    assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("script-src 'self'");
    assertThat(page.body()).contains("swagger").doesNotContain("https://");
    Matcher scripts = Pattern.compile("src=\"\\./([^\"]+)\"").matcher(page.body());
    int found = 0;
    while (scripts.find()) {
      found++;
      server.viewer().get("/api/swagger-ui/" + scripts.group(1)).expect(200);
      server.anonymous().get("/api/swagger-ui/" + scripts.group(1)).expect(401);
    }
    assertThat(found).isPositive();
    assertThat(server.viewer().get("/api/swagger-ui/swagger-initializer.js").expect(200).body())
        .contains("/api/openapi.json/swagger-config");
    server.viewer().get("/api/openapi.json/swagger-config").expect(200);
  }
}
