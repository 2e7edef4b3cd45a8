package com.blueplm.runner.api.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private static final String VALUE = "s3cret-välue-never-shown";

  private UUID script = new UUID(0, 0);

  @BeforeEach
  void createScript() {
    server.clear();
    script =
        UUID.fromString(
            server
                .admin()
                .post("/api/scripts", Map.of("name", "S", "code", "1"))
                .expect(201)
                .text("/id"));
  }

  @Test
  void aValueGoesInAndOnlyARunGetsItOut(CapturedOutput output) {
    set("ERP_KEY", VALUE).expect(204);
    set("ERP_KEY", VALUE + "2").expect(204);

    Answer list = server.viewer().get(path("")).expect(200);
    assertThat(list.text("/secrets/0/key")).isEqualTo("ERP_KEY");
    assertThat(list.json().at("/secrets/0/version").asInt()).isEqualTo(2);
    assertThat(list.text("/secrets/0/updated_by/email")).isEqualTo("admin@localhost");
    assertThat(list.json().at("/secrets/0/last_used_at").isNull()).isTrue();
    Answer get = server.viewer().get("/api/scripts/" + script).expect(200);
    assertThat(get.json().at("/secret_keys/0").asString()).isEqualTo("ERP_KEY");

    Map<String, String> opened = server.bean(SecretReader.class).forRun(server.orgId(), script);

    assertThat(opened).containsExactly(Map.entry("ERP_KEY", VALUE + "2"));
    Answer used = server.viewer().get(path("")).expect(200);
    assertThat(used.text("/secrets/0/last_used_at")).endsWith("Z");
    server.admin().get(path("/ERP_KEY")).expect(405);
    String base64 =
        Base64.getEncoder().encodeToString(VALUE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(list.body() + get.body() + used.body() + server.dump() + output.getAll())
        .doesNotContain(VALUE)
        .doesNotContain(base64.substring(0, 20));
    assertThat(server.bean(SecretReader.class).forRun(server.otherOrgId(), script)).isEmpty();
  }

  @Test
  void rowsAreInTheStoredFormAndBoundToTheirPlace() {
    set("A", VALUE).expect(204);
    set("B", VALUE).expect(204);
    String sealed = sealed("A");

    assertThat(sealed).matches("v1:[0-9a-f]{8}:[A-Za-z0-9+/]+=*");
    byte[] bytes = Base64.getDecoder().decode(sealed.substring(sealed.lastIndexOf(':') + 1));
    assertThat(bytes)
        .hasSize(12 + VALUE.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 16);
    assertThat(sealed("B")).isNotEqualTo(sealed);
    server
        .database()
        .sql("UPDATE script_secrets SET value_encrypted = :v WHERE key = 'B'")
        .param("v", sealed)
        .update();

    assertThatThrownBy(() -> server.bean(SecretReader.class).forRun(server.orgId(), script))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The secret B (version 1)")
        .hasStackTraceContaining("AEADBadTag");
  }

  @Test
  void fiftySecretsAndNoMore() {
    for (int i = 0; i < 50; i++) {
      set("K" + i, "v").expect(204);
    }

    assertThat(set("ONE_MORE", "v").expect(400).text("/errors/0/message")).contains("at most 50");
    set("K7", "again").expect(204);
    server.admin().delete(path("/K8")).expect(204);
    server.admin().delete(path("/K8")).expect(404);
    set("ONE_MORE", "v").expect(204);
  }

  @Test
  void aBadValueIsNotRepeatedInTheAnswer() {
    Answer answer = server.admin().put(path("/A"), "{\"value\":[\"" + VALUE + "\"]}").expect(400);
    Answer broken =
        server.admin().put(path("/A"), "{\"value\":\"" + VALUE + "\" " + VALUE + "}").expect(400);

    assertThat(answer.body() + broken.body()).doesNotContain(VALUE);
  }

  @Test
  void valuesHoldAnyText() {
    String odd = "\n\t\"'\\ \u0001 ümläut 漢字 😀";
    set("ODD", odd).expect(204);
    set("LONG", "x".repeat(10_240)).expect(204);

    assertThat(server.bean(SecretReader.class).forRun(server.orgId(), script))
        .containsEntry("ODD", odd)
        .containsEntry("LONG", "x".repeat(10_240));
  }

  private Answer set(String key, String value) {
    return server.admin().put(path("/" + key), Map.of("value", value));
  }

  private String path(String rest) {
    return "/api/scripts/" + script + "/secrets" + rest;
  }

  private static String sealed(String key) {
    return server
        .database()
        .sql("SELECT value_encrypted FROM script_secrets WHERE key = :key")
        .param("key", key)
        .query(String.class)
        .single();
  }
}
