package com.blueplm.runner.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CredentialsTest {
  @RegisterExtension static final ApiServer server = ApiServer.with(Map.of());

  @Test
  void tokensActWithinTheirScopesAndTheirOwnersRole() {
    ApiClient reader = server.member("admin", "read");
    ApiClient runner = server.member("admin", "run");
    ApiClient viewer = server.member("viewer", "read", "run", "write", "secrets", "admin");
    Map<String, String> script = Map.of("name", "Scoped", "code", "1");

    reader.get("/api/scripts").expect(200);
    reader.post("/api/scripts", script).expect(403);
    runner.get("/api/scripts").expect(403);
    runner.get("/api/auth/me").expect(200);
    viewer.post("/api/scripts", script).expect(403);
    server.member("admin", "read", "write").post("/api/scripts", script).expect(201);
  }

  @Test
  void wrongCredentialsAreAllRefusedAlike() {
    for (String header :
        Set.of(
            "Bearer nope",
            "Bearer ",
            "Bearer",
            "Basic YTpi",
            "srt_x",
            "Bearer " + "x".repeat(600))) {
      var answer =
          server.anonymous().header("Authorization", header).get("/api/scripts").expect(401);
      assertThat(answer.text("/code")).isEqualTo("UNAUTHENTICATED");
      assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
    }
    server.worker().get("/api/scripts").expect(401);
    server.admin().post("/worker/line", "{}").expect(401);
    server.anonymous().get("/worker/line").expect(401);
    server.anonymous().get("/plm/parts").expect(401);
    assertThat(server.worker().get("/worker/nothing").status()).isEqualTo(404);
  }

  @Test
  void expiredTokensAreRefused() {
    ApiClient client = server.member("viewer", "read");
    client.get("/api/scripts").expect(200);
    server
        .database()
        .sql(
            """
            UPDATE api_tokens SET expires_at = now()
             WHERE created_at = (SELECT max(created_at) FROM api_tokens)
            """)
        .update();

    client.get("/api/scripts").expect(401);
  }

  @Test
  void aNewAdminTokenReplacesTheOldOneAtTheNextStart() throws IOException {
    ApiClient old = server.admin();
    String fresh = "srt_" + "A1b2C3d4".repeat(6).substring(0, 43);
    Files.writeString(server.keys().resolve("admin-token"), fresh + "\n");

    server.restart();

    server.admin().get("/api/auth/me").expect(200);
    server.client(fresh).get("/api/auth/me").expect(200);
    server.client(tokenOf(old)).get("/api/auth/me").expect(401);
    assertThat(server.dump()).doesNotContain(fresh);
    assertThat(
            server
                .database()
                .sql("SELECT count(*) FROM organizations WHERE name = 'Default'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void refusesToStartWithoutProperKeys() throws IOException {
    for (var broken :
        Map.of("admin-token", "short", "worker-key", "short", "master-key", "c2hvcnQ=")
            .entrySet()) {
      var file = Files.createTempFile("broken", ".key");
      Files.writeString(file, broken.getValue());
      ApiServer refused =
          ApiServer.with(Map.of("runner." + broken.getKey() + "-file", file.toString()));

      assertThatThrownBy(refused::start)
          .rootCause()
          .hasMessageContaining(broken.getKey())
          .hasMessageContaining(file.toString());
    }
    ApiServer missing = ApiServer.with(Map.of("runner.master-key-file", "/nowhere/master.key"));
    assertThatThrownBy(missing::start).hasStackTraceContaining("runner.master-key-file");
  }

  private static String tokenOf(ApiClient client) {
    return client
        .request("GET", "/", null)
        .build()
        .headers()
        .firstValue("Authorization")
        .orElseThrow()
        .substring("Bearer ".length());
  }
}
