package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class PlmForwardTest {

  @TempDir Path directory;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();
  private HttpServer api;
  private ProxyFixture fixture;

  @BeforeEach
  void open() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    api.createContext("/", this::answer);
    api.start();
    fixture =
        ProxyFixture.policy(NetworkPolicy.BLUEPLM_ONLY)
            .api("https://plm.test/plm", "http://127.0.0.1:" + api.getAddress().getPort())
            .open(directory);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
    api.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.length);
      headers.add(exchange.getRequestHeaders());
      String path = exchange.getRequestURI().getPath();
      exchange.getResponseHeaders().set("X-Page", "1");
      exchange.getResponseHeaders().set("Set-Cookie", "session=1");
      if (path.equals("/plm/moved")) {
        exchange.getResponseHeaders().set("Location", "/api/runs");
        exchange.sendResponseHeaders(302, -1);
      } else if (path.equals("/plm/stream")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("streamed".getBytes(StandardCharsets.US_ASCII));
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", "7");
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, 5);
        exchange.getResponseBody().write("parts".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void forwardsToTheWorkersApiWithTheScriptsOwnAuthorization() throws IOException {
    String answer =
        fixture.exchange(
            """
            GET http://plm.test/plm/api/v1/parts?limit=2 HTTP/1.1
            Host: plm.test
            Authorization: Bearer srk_key
            Cookie: session=stolen
            X-Forwarded-For: 127.0.0.1
            X-Claim-Id: 00000000-0000-0000-0000-000000000000
            Proxy-Authorization: Basic x
            Idempotency-Key: 7

            """
                .replace("\n", "\r\n"));

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 5\r\n")
        .containsIgnoringCase("x-page: 1\r\n")
        .doesNotContainIgnoringCase("set-cookie")
        .endsWith("\r\n\r\nparts");
    assertThat(asked).containsExactly("GET /plm/api/v1/parts?limit=2 0");
    Headers got = headers.getFirst();
    assertThat(got.getFirst("Authorization")).isEqualTo("Bearer srk_key");
    assertThat(got.getFirst("Idempotency-Key")).isEqualTo("7");
    assertThat(got.getFirst("Host")).startsWith("127.0.0.1:");
    assertThat(got)
        .doesNotContainKeys("Cookie", "X-forwarded-for", "X-claim-id", "Proxy-authorization");
    await().until(() -> fixture.reports.size() == 2);
    Connection connection = fixture.connections().getFirst();
    assertThat(connection.protocol()).isEqualTo(Protocol.PLM);
    assertThat(connection.host()).isEqualTo("plm.test");
    assertThat(connection.port()).isEqualTo(80);
    assertThat(connection.outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(connection.bytesReceived()).isEqualTo(answer.length());
    assertThat(fixture.lookups.get()).isZero();
  }

  @Test
  void bodiesOfEveryFramingArrive() throws IOException {
    String small = "x".repeat(100);
    String large = "y".repeat(300_000);
    assertThat(post("Content-Length: 100\r\n\r\n" + small)).endsWith("parts");
    assertThat(post("Content-Length: 300000\r\n\r\n" + large)).endsWith("parts");
    assertThat(post("Transfer-Encoding: chunked\r\n\r\n64\r\n" + small + "\r\n1\r\nz\r\n0\r\n\r\n"))
        .endsWith("parts");
    assertThat(post("Content-Length: 100\r\nExpect: 100-continue\r\n\r\n" + small))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
    assertThat(asked)
        .containsExactly(
            "POST /plm/parts 100",
            "POST /plm/parts 300000",
            "POST /plm/parts 101",
            "POST /plm/parts 100");
  }

  @Test
  void answersOfEveryFramingArrive() throws IOException {
    assertThat(get("/plm/stream"))
        .contains("Transfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\n8\r\nstreamed\r\n0\r\n\r\n");
    assertThat(get("/plm/moved"))
        .startsWith("HTTP/1.1 302 ")
        .containsIgnoringCase("location: /api/runs");
    assertThat(fixture.exchange("HEAD http://plm.test/plm/parts HTTP/1.1\r\nHost: a\r\n\r\n"))
        .containsIgnoringCase("content-length: 7\r\n")
        .endsWith("\r\n\r\n");
    assertThat(fixture.exchange("DELETE http://plm.test/plm/parts/1 HTTP/1.1\r\nHost: a\r\n\r\n"))
        .endsWith("parts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/runs",
        "/worker/line",
        "/",
        "/plmx",
        "//plm/x",
        "/%70lm/x",
        "/actuator/health"
      })
  void everythingElseOfThatAuthorityIsRefused(String path) throws IOException {
    assertThat(get(path)).startsWith("HTTP/1.1 403 scripts reach the PLM data API only");
    assertThat(asked).isEmpty();
    assertThat(fixture.connections().getFirst().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plm/../api/runs",
        "/plm/%2e%2e/api/runs",
        "/plm/..;/api",
        "/plm//api",
        "/plm/\\..\\api"
      })
  void tricksWithThePathAreRefused(String path) throws IOException {
    assertThat(get(path)).startsWith("HTTP/1.1 400 ");
    assertThat(asked).isEmpty();
    assertThat(fixture.connections().getFirst().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plm.test:443", "plm.test:80", "127.0.0.1:PORT", "localhost:PORT"})
  void apiAppIsReachedByNoTunnel(String authority) throws IOException {
    fixture.name("localhost", "127.0.0.1");
    fixture.name("plm.test", "127.0.0.1");
    String target = authority.replace("PORT", "" + api.getAddress().getPort());

    assertThat(fixture.exchange("CONNECT " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aBrokenBodyIsTheScriptsFault() throws IOException {
    assertThat(post("Transfer-Encoding: chunked\r\n\r\nnot a size\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(post("Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void anApiThatIsAwayIsSaidSo() throws IOException {
    api.stop(0);

    assertThat(get("/plm/parts")).startsWith("HTTP/1.1 503 the PLM data API is not reached now");
  }

  @Test
  void connectionsToTheApiAreKept() throws IOException {
    for (int i = 0; i < 20; i++) {
      assertThat(get("/plm/parts")).endsWith("parts");
    }

    assertThat(headers).hasSize(20);
  }

  private String get(String path) throws IOException {
    return fixture.exchange("GET http://plm.test" + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  private String post(String rest) throws IOException {
    return fixture.exchange("POST http://plm.test/plm/parts HTTP/1.1\r\nHost: a\r\n" + rest);
  }
}
