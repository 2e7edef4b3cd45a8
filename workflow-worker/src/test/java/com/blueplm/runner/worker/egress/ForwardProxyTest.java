package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class ForwardProxyTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @TempDir Path directory;
  private ProxyFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture =
        ProxyFixture.policy(NetworkPolicy.INTERNET).allowPrivate("127.0.0.0/8").open(directory);
    fixture.name("erp.test", "127.0.0.1");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void forwardsARequestWithoutWhatIsBetweenNeighbours() throws IOException {
    try (TestServer server = TestServer.answering(OK)) {
      String answer =
          fixture.exchange(
              """
              GET http://ERP.test:%d/a/b?c=d%%20e HTTP/1.1
              Host: other.test
              X-Kept: yes
              Connection: keep-alive, X-Dropped
              X-Dropped: no
              Proxy-Connection: keep-alive
              Proxy-Authorization: Basic c2VjcmV0
              Keep-Alive: timeout=5
              TE: trailers

              """
                  .formatted(server.port())
                  .replace("\n", "\r\n"));

      assertThat(answer)
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
      assertThat(server.requests)
          .containsExactly(
              """
              GET /a/b?c=d%%20e HTTP/1.1
              Host: erp.test:%d
              X-Kept: yes
              Via: 1.1 script-runner
              Connection: close

              """
                  .formatted(server.port())
                  .replace("\n", "\r\n"));
      Connection connection = recorded();
      assertThat(connection.protocol()).isEqualTo(Protocol.HTTP);
      assertThat(connection.host()).isEqualTo("erp.test");
      assertThat(connection.port()).isEqualTo(server.port());
      assertThat(connection.address()).isEqualTo("127.0.0.1");
      assertThat(connection.outcome()).isEqualTo(Outcome.ALLOWED);
      assertThat(connection.reason()).isNull();
      assertThat(connection.bytesSent()).isPositive();
      assertThat(connection.bytesReceived()).isEqualTo(answer.length());
      assertThat(connection.durationMs()).isNotNull();
      assertThat(fixture.reports.getFirst().durationMs()).isNull();
      assertThat(fixture.lookups.get()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Not a request to a proxy.
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET https://erp.test/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://erp.test/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT erp.test HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT erp.test:0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT erp.test:99999 HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT user@erp.test:PORT HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT [erp.test]:PORT HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT erp.test:PORT HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        // Lines and names.
        "GET http://erp.test:PORT/ HTTP/1.1\nHost: a\n\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nX-\u0000: a\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\n\r\n",
        "GET http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET  http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://erp.test:PORT/a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://erp.test:PORT/\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://erp.test:PORT/#x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://erp.test\\@other.test:PORT/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://user:pw@erp.test:PORT/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://erp.test%2eother:PORT/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "G@T http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://erp.test:PORT/ HTTQ/1.1\r\nHost: a\r\n\r\n",
        // Two readings of where the body ends.
        "POST http://erp.test:PORT/ HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Content-Length: 4\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\r\n",
        "POST http://erp.test:PORT/ HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Content-Length: 4\r\n"
            + "Content-Length: 4\r\n\r\n"
            + "abcd",
        "POST http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\nabcd",
        "POST http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd",
        "POST http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0x4\r\n\r\nabcd",
        "POST http://erp.test:PORT/ HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST http://erp.test:PORT/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void refusesWhatIsNotCleanHttp(String request) throws IOException {
    try (TestServer server = TestServer.answering(OK)) {
      String answer = fixture.exchange(request.replace("PORT", "" + server.port()));

      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close");
      assertThat(server.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "501 GET http://erp.test/ HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: upgrade\r\n\r\n",
        "501 GET http://erp.test/ HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n",
        "501 POST http://erp.test/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "501 POST http://erp.test/ HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Transfer-Encoding: chunked\r\n"
            + "Transfer-Encoding: identity\r\n\r\n",
        "501 POST http://erp.test/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "405 TRACE http://erp.test/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "505 GET http://erp.test/ HTTP/2.0\r\nHost: a\r\n\r\n",
      })
  void saysWhatItDoesNotDo(String expected) throws IOException {
    String answer = fixture.exchange(expected.substring(4));

    assertThat(answer).startsWith("HTTP/1.1 " + expected.substring(0, 4));
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws IOException {
    String large =
        "GET http://erp.test/ HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(70_000) + "\r\n\r\n";
    String many = "GET http://erp.test/ HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(600) + "\r\n";

    assertThat(fixture.exchange(large)).startsWith("HTTP/1.1 431 ");
    assertThat(fixture.exchange(many)).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aSecondRequestOnTheSameConnectionGoesNowhere() throws IOException {
    try (TestServer first = TestServer.answering(OK);
        TestServer second = TestServer.answering(OK)) {
      String answer =
          fixture.exchange(
              ("POST http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                      + "GET http://erp.test:%d/smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                  .formatted(first.port(), second.port()));

      assertThat(answer).endsWith("hi").containsOnlyOnce("HTTP/1.1 200");
      assertThat(first.requests).hasSize(1);
      assertThat(second.requests).isEmpty();
      assertThat(fixture.connections()).hasSize(1);
    }
  }

  @Test
  void bodiesArriveExactlyByLengthAndInChunks() throws IOException {
    StringBuilder got = new StringBuilder();
    try (TestServer server =
        new TestServer(
            (self, socket) -> {
              TestServer.head(socket.getInputStream());
              byte[] bytes = socket.getInputStream().readNBytes(5);
              got.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('|');
              socket.getOutputStream().write(OK.getBytes(StandardCharsets.ISO_8859_1));
              socket.shutdownOutput();
              socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            })) {
      String url = "http://erp.test:" + server.port() + "/";

      assertThat(
              fixture.exchange(
                  "PUT " + url + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
          .endsWith("hi");
      assertThat(
              fixture.exchange(
                  "PUT "
                      + url
                      + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                      + "2;ext=1\r\nhe\r\n03\r\nllo\r\n0\r\nTrailer: x\r\n\r\n"))
          .endsWith("hi");
    }
    assertThat(got.toString()).isEqualTo("hello|2\r\nhe|");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nabc\r\n0\r\n\r\n",
        "-1\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3\nabc\n0\n\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabcX\n0\r\n\r\n",
        "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "\r\nabc\r\n0\r\n\r\n",
        "3 3\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nBad Trailer: x\r\n\r\n",
      })
  void brokenChunksEndTheRequest(String body) throws IOException {
    try (TestServer server =
        new TestServer(
            (self, socket) ->
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()))) {
      String answer =
          fixture.exchange(
              "POST http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                      .formatted(server.port())
                  + body);

      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void answersOfEveryFramingArrive() throws IOException {
    assertThat(
            through("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
        .endsWith("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    assertThat(through("HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end"))
        .startsWith("HTTP/1.1 200 OK\r\nServer: old\r\nTransfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\nd\r\nuntil the end\r\n0\r\n\r\n");
    assertThat(through("HTTP/1.1 204 No Content\r\n\r\n"))
        .isEqualTo("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    assertThat(through("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"))
        .isEqualTo("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nConnection: close\r\n\r\n");
    assertThat(through("HTTP/1.1 100 Continue\r\n\r\n" + OK))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
    assertThat(through("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n"))
        .startsWith("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 200 OK\nX: y\n\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
      })
  void anAnswerThatIsNoHttpIsABadGateway(String answer) throws IOException {
    assertThat(through(answer)).startsWith("HTTP/1.1 502 ");
  }

  @Test
  void anAnswerThatBreaksOffIsSeenBrokenOff() throws IOException {
    assertThat(through("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"))
        .contains("abc")
        .doesNotEndWith("0\r\n\r\n");
  }

  @Test
  void theAnswerToHeadHasNoBody() throws IOException {
    try (TestServer server =
        TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n")) {
      assertThat(
              fixture.exchange(
                  "HEAD http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\n\r\n".formatted(server.port())))
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 999\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void anOldClientGetsNoChunks() throws IOException {
    try (TestServer server =
        TestServer.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
      assertThat(
              fixture.exchange("GET http://erp.test:%d/ HTTP/1.0\r\n\r\n".formatted(server.port())))
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
    }
  }

  @Test
  void aServerThatAnswersBeforeItHasReadAllIsHeard() throws IOException {
    try (TestServer server =
            new TestServer(
                (self, socket) -> {
                  TestServer.head(socket.getInputStream());
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
                              .getBytes(StandardCharsets.US_ASCII));
                  socket.shutdownOutput();
                  socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                });
        TestClient client = fixture.connect()) {
      client.send(
          "POST http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
              .formatted(server.port()));
      client.send("x".repeat(1000));

      assertThat(client.readAll()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void refusalsNameTheReasonAndTheSettingInTheBodyAndInTheReasonPhrase() throws IOException {
    String sentence =
        "network policy `internet` reaches public addresses only; 10.0.0.5 is private: ask the"
            + " operator to add it to runner.egress.allow-private";

    assertThat(fixture.exchange("GET http://10.0.0.5/ HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 403 " + sentence + "\r\nContent-Type: text/plain")
        .endsWith("\r\n\r\n" + sentence + "\n");
    assertThat(fixture.exchange("CONNECT 10.0.0.5:443 HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 403 " + sentence + "\r\n");
    assertThat(fixture.connections())
        .extracting(
            Connection::number, Connection::protocol, Connection::outcome, Connection::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, Protocol.HTTP, Outcome.REFUSED, sentence),
            org.assertj.core.groups.Tuple.tuple(2, Protocol.CONNECT, Outcome.REFUSED, sentence));
  }

  @Test
  void theCheckedAddressIsTheOneThatIsUsed() throws IOException {
    try (TestServer server = TestServer.answering(OK)) {
      // A name that leads elsewhere each time it is asked for.
      fixture.name("rebind.test", "127.0.0.1");
      String request =
          "GET http://rebind.test:%d/ HTTP/1.1\r\nHost: a\r\n\r\n".formatted(server.port());

      assertThat(fixture.exchange(request)).endsWith("hi");
      assertThat(fixture.lookups.get()).isEqualTo(1);
      fixture.name("rebind.test", "169.254.169.254");
      assertThat(fixture.exchange(request)).startsWith("HTTP/1.1 403 ");
      assertThat(fixture.lookups.get()).isEqualTo(2);
    }
  }

  @Test
  void ofMixedAnswersTheRefusedOneIsNotTried() throws IOException {
    try (TestServer server = TestServer.answering(OK)) {
      fixture.name("mixed.test", "10.0.0.5", "127.0.0.1");

      assertThat(
              fixture.exchange(
                  "GET http://mixed.test:%d/ HTTP/1.1\r\nHost: a\r\n\r\n".formatted(server.port())))
          .endsWith("hi");
      assertThat(recorded().address()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void whatDoesNotAnswerIsRecordedAsFailed() throws IOException {
    int closed;
    try (TestServer server = TestServer.answering(OK)) {
      closed = server.port();
    }

    assertThat(
            fixture.exchange(
                "GET http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\n\r\n".formatted(closed)))
        .startsWith("HTTP/1.1 502 erp.test:" + closed + " could not be reached");
    assertThat(fixture.exchange("CONNECT nowhere.test:1 HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 502 the name nowhere.test has no address");
    assertThat(fixture.connections()).extracting(Connection::outcome).containsOnly(Outcome.FAILED);
  }

  @Test
  void aClientThatGoesAwayEndsItsRequest() throws IOException {
    try (TestServer server =
        new TestServer(
            (self, socket) -> {
              TestServer.head(socket.getInputStream());
              self.requests.add("end " + socket.getInputStream().read());
            })) {
      try (TestClient client = fixture.connect()) {
        client.send("GET http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\n\r\n".formatted(server.port()));
        await().until(() -> !server.connections.isEmpty());
      }

      await().until(() -> server.requests.equals(java.util.List.of("end -1")));
    }
  }

  private String through(String answer) throws IOException {
    try (TestServer server = TestServer.answering(answer)) {
      return fixture.exchange(
          "GET http://erp.test:%d/ HTTP/1.1\r\nHost: a\r\n\r\n".formatted(server.port()));
    }
  }

  private Connection recorded() {
    await().until(() -> fixture.reports.getLast().durationMs() != null);
    return fixture.connections().getLast();
  }
}
