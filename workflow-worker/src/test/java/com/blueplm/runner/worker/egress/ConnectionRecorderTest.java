package com.blueplm.runner.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionRecorderTest {

  private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

  private final List<Connection> reports = new ArrayList<>();
  private final ConnectionRecorder recorder =
      new ConnectionRecorder("run-1", reports::add, Clock.fixed(NOW, ZoneOffset.UTC), 2);

  @Test
  void reportsWhenDecidedAndWhenOver() {
    RecordedConnection connection = recorder.begin(Protocol.CONNECT, "erp.test", 443);
    assertThat(reports).isEmpty();
    connection.allowed(InetAddress.ofLiteral("8.8.8.8"));
    connection.closed(10, 20);
    connection.closed(11, 21);

    assertThat(reports)
        .containsExactly(
            new Connection(
                1,
                NOW,
                Protocol.CONNECT,
                "erp.test",
                443,
                "8.8.8.8",
                Outcome.ALLOWED,
                null,
                0,
                0,
                null),
            new Connection(
                1,
                NOW,
                Protocol.CONNECT,
                "erp.test",
                443,
                "8.8.8.8",
                Outcome.ALLOWED,
                null,
                10,
                20,
                0L));
  }

  @Test
  void countsTheRestInOneLastRecordWithFewReports() {
    for (int i = 0; i < 1002; i++) {
      RecordedConnection connection = recorder.begin(Protocol.HTTP, "h" + i, 80);
      if (i % 2 == 0) {
        connection.allowed(null);
        connection.closed(1, 2);
      } else {
        connection.refused("no");
      }
    }
    recorder.close();

    assertThat(reports).hasSizeLessThan(20);
    assertThat(reports).extracting(Connection::number).containsOnly(1, 2, 3);
    Connection rest = reports.getLast();
    assertThat(rest.host()).isEqualTo("…");
    assertThat(rest.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(rest.reason())
        .isEqualTo(
            "1000 more connections are not listed one by one; 500 of them were refused or failed");
    assertThat(rest.bytesSent()).isEqualTo(500);
    assertThat(rest.bytesReceived()).isEqualTo(1000);
  }

  @Test
  void reasonsAreCutShort() {
    recorder.begin(Protocol.HTTP, "h", 80).refused("x".repeat(10_000));

    assertThat(reports.getFirst().reason()).hasSize(500);
  }
}
