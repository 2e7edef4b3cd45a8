package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script sends while its worker does not know whether the attempt is still its own. */
@SuppressWarnings("NullAway.Init")
class HeldForwardingTest {

  private static final Duration LONG_ENOUGH = Duration.ofMillis(300);

  @TempDir Path directory;
  private ProxyFixture fixture;
  private TestServer server;
  private final AtomicInteger received = new AtomicInteger();

  @BeforeEach
  void open() throws IOException {
    fixture =
        ProxyFixture.policy(NetworkPolicy.INTERNET).allowPrivate("127.0.0.0/8").open(directory);
    fixture.name("erp.test", "127.0.0.1");
    server =
        new TestServer(
            (self, socket) -> {
              while (socket.getInputStream().read() >= 0) {
                received.incrementAndGet();
              }
            });
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    fixture.close();
  }

  @Test
  void noConnectionIsMadeUntilItMay() throws IOException {
    fixture.mayForward = false;
    try (TestClient client = fixture.connect()) {
      client.send(connectTo() + "hello");
      nothingHappens();
      assertThat(server.connections).isEmpty();

      fixture.mayForward = true;

      await().until(() -> received.get() == 5);
    }
  }

  @Test
  void aTunnelStandsStillUntilItMay() throws IOException {
    try (TestClient client = fixture.connect()) {
      client.send(connectTo());
      client.readHead();
      client.send("one");
      await().until(() -> received.get() == 3);

      fixture.mayForward = false;
      client.send("two");
      nothingHappens();
      assertThat(received).hasValue(3);
      fixture.mayForward = true;

      await().until(() -> received.get() == 6);
    }
  }

  @Test
  void aCutEndsWhatIsHeldAndServesNothingMore() throws IOException {
    try (TestClient client = fixture.connect();
        TestClient late = fixture.connect()) {
      client.send(connectTo());
      client.readHead();
      fixture.mayForward = false;
      client.send("two");

      fixture.gate.cut();
      fixture.mayForward = true;

      assertThat(client.isClosed()).isTrue();
      assertThat(late.isClosed()).isTrue();
      try (TestClient next = fixture.connect()) {
        assertThat(next.isClosed()).isTrue();
      }
      assertThat(received).hasValue(0);
    }
    fixture.gate.close();
  }

  private String connectTo() {
    return "CONNECT erp.test:%1$d HTTP/1.1\r\nHost: erp.test:%1$d\r\n\r\n".formatted(server.port());
  }

  private void nothingHappens() {
    int before = received.get();
    await()
        .during(LONG_ENOUGH)
        .atMost(LONG_ENOUGH.multipliedBy(4))
        .until(() -> received.get() == before);
  }
}
