package com.blueplm.runner.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestsTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void requestIdsAreTakenOrMade() {
    assertThat(
            server
                .admin()
                .header("X-Request-Id", "my.id-1")
                .get("/api/scripts")
                .header("X-Request-Id"))
        .contains("my.id-1");
    assertThat(
            server
                .anonymous()
                .header("X-Request-Id", "my.id-2")
                .get("/api/scripts")
                .expect(401)
                .text("/request_id"))
        .isEqualTo("my.id-2");
    String made =
        server
            .admin()
            .header("X-Request-Id", "not ok")
            .get("/api/scripts")
            .header("X-Request-Id")
            .orElseThrow();
    assertThat(made).matches("[0-9a-f-]{36}");
    assertThat(server.anonymous().get("/readyz").header("X-Request-Id")).isPresent();
  }

  @Test
  void everyAnswerHasSecurityHeaders() {
    for (String path : new String[] {"/healthz", "/api/scripts", "/api/nothing", "/somewhere"}) {
      Answer answer = server.admin().get(path);

      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.header("Content-Security-Policy").orElseThrow())
          .contains("frame-ancestors 'none'");
      assertThat(answer.header("Referrer-Policy")).isPresent();
      assertThat(answer.header("Server")).isEmpty();
    }
    assertThat(server.admin().get("/api/scripts").header("Cache-Control")).contains("no-store");
  }

  @Test
  void bodiesOverEightMebibytesAre413HoweverTheyAreSent() {
    String large = "{\"name\":\"n\",\"code\":\"" + "x".repeat(8 << 20) + "\"}";
    Answer announced = server.admin().post("/api/scripts", large).expect(413);
    assertThat(announced.text("/code")).isEqualTo("PAYLOAD_TOO_LARGE");

    StringBuilder chunked =
        new StringBuilder(
            RawHttp.request(
                "POST",
                "/api/scripts",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "Authorization: " + bearer()));
    String part = "x".repeat(1 << 20);
    chunked.append("10\r\n{\"code\":\"").append("x".repeat(7)).append("\r\n");
    for (int i = 0; i < 9; i++) {
      chunked.append("100000\r\n").append(part).append("\r\n");
    }
    chunked.append("2\r\n\"}\r\n0\r\n\r\n");
    String answer = RawHttp.exchange(server.uri(), chunked.toString());
    assertThat(answer).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");

    String below = "{\"name\":\"n\",\"code\":\"" + "x".repeat((8 << 20) - 100) + "\"}";
    assertThat(server.admin().post("/api/scripts", below).expect(400).text("/errors/0/field"))
        .isEqualTo("code");
  }

  @Test
  void whatTheServerItselfRefusesIsAProblemToo() {
    String[] requests = {
      "GET /api/scripts HTTP/1.1\r\nConnection: close\r\n\r\n",
      "GET /a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      RawHttp.request("GET", "/api/\"<>", "Accept: */*"),
      RawHttp.request("GET", "/api/scripts", "X-Long: " + "x".repeat(20_000)),
      RawHttp.request("GET", "/api/" + "x".repeat(20_000)),
      RawHttp.request("TRACE", "/api/scripts"),
      RawHttp.request("GET", "/api/scripts?limit=%zz", "Authorization: " + bearer()),
      RawHttp.request("GET", "/api/scripts?%00=1", "Authorization: " + bearer()),
      RawHttp.request("POST", "/api/scripts", "Content-Length: abc"),
      RawHttp.request(
          "POST", "/api/scripts", "Transfer-Encoding: odd", "Authorization: " + bearer())
    };
    for (String request : requests) {
      String answer = RawHttp.exchange(server.uri(), request);
      String shown = request.substring(0, Math.min(80, request.length()));

      assertThat(RawHttp.status(answer))
          .as("%s -> %s", shown, answer)
          .isBetween(400, 501)
          .isNotEqualTo(500);
      assertThat(answer)
          .as(shown)
          .contains("application/problem+json", "\"code\"", "\"request_id\"")
          .doesNotContainIgnoringCase("<html", "tomcat", "exception");
    }
  }

  private static String bearer() {
    return server
        .admin()
        .request("GET", "/", null)
        .build()
        .headers()
        .firstValue("Authorization")
        .orElseThrow();
  }
}
