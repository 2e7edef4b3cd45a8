package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class TunnelTest {

  private static final int MIB = 1024 * 1024;

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
  void carriesBothWaysAndEachDirectionEndsOnItsOwn() throws IOException {
    try (TestServer server =
            new TestServer(
                (self, socket) -> {
                  byte[] all = socket.getInputStream().readAllBytes();
                  socket
                      .getOutputStream()
                      .write(("got " + all.length).getBytes(StandardCharsets.US_ASCII));
                });
        TestClient client = fixture.connect()) {
      // Bytes that come with the request belong to the tunnel.
      client.send(connectTo(server.port()) + "early ");
      assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
      client.send("late");
      client.channel.shutdownOutput();

      assertThat(client.readAll()).isEqualTo("got 10");
    }
    await().until(() -> fixture.reports.size() == 2);
    Connection connection = fixture.connections().getFirst();
    assertThat(connection.protocol()).isEqualTo(Protocol.CONNECT);
    assertThat(connection.outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(connection.bytesSent()).isEqualTo(10);
    assertThat(connection.bytesReceived()).isEqualTo(6);
  }

  @Test
  void theServersEndLeavesTheOtherDirectionOpen() throws IOException {
    List<String> got = new ArrayList<>();
    try (TestServer server =
            new TestServer(
                (self, socket) -> {
                  socket.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
                  socket.shutdownOutput();
                  self.requests.add(
                      new String(
                          socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                });
        TestClient client = fixture.connect()) {
      client.send(connectTo(server.port()));
      client.readHead();
      assertThat(client.readAll()).isEqualTo("bye");
      client.send("still heard");
      client.channel.shutdownOutput();
      await().until(() -> !server.requests.isEmpty());
      got.addAll(server.requests);
    }
    assertThat(got).containsExactly("still heard");
  }

  @Test
  void aHundredMegabytesPassWithFlatMemory() throws IOException {
    byte[] piece = new byte[MIB];
    try (TestServer server =
            new TestServer(
                (self, socket) -> {
                  for (int i = 0; i < 100; i++) {
                    socket.getOutputStream().write(piece);
                  }
                });
        TestClient client = fixture.connect()) {
      client.send(connectTo(server.port()));
      client.readHead();
      ByteBuffer buffer = ByteBuffer.allocateDirect(MIB);
      long before = usedMemory();
      long largest = 0;
      long total = 0;
      for (int read = client.channel.read(buffer); read >= 0; read = client.channel.read(buffer)) {
        if (total / (20 * MIB) != (total + read) / (20 * MIB)) {
          largest = Math.max(largest, usedMemory());
        }
        total += read;
        buffer.clear();
      }

      assertThat(total).isEqualTo(100L * MIB);
      assertThat(largest - before).isLessThan(20L * MIB);
    }
  }

  @Test
  void tooManyConnectionsAreAnsweredAndRecorded() throws IOException {
    List<TestClient> clients = new ArrayList<>();
    try (TestServer server =
        new TestServer((self, socket) -> socket.getInputStream().readAllBytes())) {
      for (int i = 0; i < ProxyFixture.QUICK.connections(); i++) {
        clients.add(fixture.connect().send(connectTo(server.port())));
        assertThat(clients.getLast().readHead()).contains(" 200 ");
      }

      assertThat(fixture.exchange(connectTo(server.port())))
          .startsWith("HTTP/1.1 503 more than 4 connections are open at once: close some\r\n");
      assertThat(fixture.connections().getLast().outcome()).isEqualTo(Outcome.REFUSED);

      clients.removeFirst().close();
      await()
          .until(
              () -> {
                try (TestClient client = fixture.connect()) {
                  return client.send(connectTo(server.port())).readHead().contains(" 200 ");
                }
              });
      for (TestClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aFloodDoesNotEvenGetAnAnswer() throws IOException {
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 2 * ProxyFixture.QUICK.connections(); i++) {
      clients.add(fixture.connect());
    }
    await()
        .until(
            () -> {
              try (TestClient client = fixture.connect()) {
                return client.isClosed();
              }
            });
    for (TestClient client : clients) {
      client.close();
    }
    assertThat(fixture.connections()).isNotEmpty();
  }

  @Test
  void aHeadThatComesTooSlowlyIsGivenUp() throws IOException {
    long begin = System.nanoTime();
    try (TestClient client = fixture.connect()) {
      client.send("CONNECT erp.test:443 HTTP/1.1\r\n");

      assertThat(client.isClosed()).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aHeadThatDripsIsGivenUpToo() throws IOException {
    try (TestClient client = fixture.connect()) {
      await()
          .atMost(Duration.ofSeconds(3))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                try {
                  client.send("X");
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
    }
  }

  @Test
  void aTunnelInWhichNothingMovesIsClosed() throws IOException {
    try (TestServer server =
            new TestServer((self, socket) -> socket.getInputStream().readAllBytes());
        TestClient client = fixture.connect()) {
      client.send(connectTo(server.port()));
      client.readHead();

      assertThat(client.isClosed()).isTrue();
    }
    await().until(() -> fixture.reports.size() == 2);
  }

  @Test
  void closingTheGateEndsEverything() throws IOException {
    try (TestServer server =
            new TestServer(
                (self, socket) -> self.requests.add("end " + socket.getInputStream().read()));
        TestClient tunnel = fixture.connect();
        TestClient waiting = fixture.connect()) {
      tunnel.send(connectTo(server.port()));
      tunnel.readHead();
      Path socket = fixture.gate.socket();

      fixture.gate.close();

      assertThat(fixture.connections().getLast().durationMs()).isNotNull();
      assertThat(tunnel.isClosed()).isTrue();
      assertThat(waiting.isClosed()).isTrue();
      assertThat(Files.exists(socket)).isFalse();
      await().until(() -> !server.requests.isEmpty());
    }
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String connectTo(int port) {
    return "CONNECT erp.test:%d HTTP/1.1\r\nHost: erp.test:%d\r\n\r\n".formatted(port, port);
  }
}
