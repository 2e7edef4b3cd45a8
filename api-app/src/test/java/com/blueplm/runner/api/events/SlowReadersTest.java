package com.blueplm.runner.api.events;

import static com.blueplm.runner.contract.OutputStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TestRun;
import com.blueplm.runner.contract.RunStatus;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SlowReadersTest {
  private static final int READERS = 30;

  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void readersThatDoNotReadHoldNoConnectionOfTheDatabase() throws IOException, SQLException {
    TestRun run = TestRun.running(server);
    for (int i = 0; i < 100; i++) {
      run.print(STDOUT, ("y".repeat(99) + "\n").repeat(650));
    }
    OpenStreams streams = server.bean(OpenStreams.class);
    HikariDataSource pool = server.bean(DataSource.class).unwrap(HikariDataSource.class);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      slow.add(openWithoutReading(run));
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(streams.countOf(run.id())).isEqualTo(READERS));
    await()
        .atMost(Duration.ofSeconds(30))
        .during(Duration.ofMillis(300))
        .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    run.finish(RunStatus.SUCCESS);
    assertThat(server.viewer().get(run.path("/output?limit=1")).status()).isEqualTo(200);

    for (Socket socket : slow) {
      socket.close();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(streams.countOf(run.id())).isZero());
  }

  private static Socket openWithoutReading(TestRun run) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.connect(new InetSocketAddress(server.uri().getHost(), server.uri().getPort()), 5_000);
    String authorization =
        server
            .viewer()
            .request("GET", "/", null)
            .build()
            .headers()
            .firstValue("Authorization")
            .orElseThrow();
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                .formatted(run.path("/events"), authorization)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
