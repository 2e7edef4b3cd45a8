package com.blueplm.runner.worker.egress;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The record of one connection: reported when it is decided and when it is over. */
final class RecordedConnection {

  private final ConnectionRecorder recorder;
  private final int number;
  private final Instant at;
  private final Protocol protocol;
  private final String host;
  private final int port;
  private @Nullable String address;
  private boolean open;

  RecordedConnection(
      ConnectionRecorder recorder,
      int number,
      Instant at,
      Protocol protocol,
      String host,
      int port) {
    this.recorder = recorder;
    this.number = number;
    this.at = at;
    this.protocol = protocol;
    this.host = host;
    this.port = port;
  }

  /** It was made to this address; null where that is not known. */
  void allowed(@Nullable InetAddress used) {
    address = used == null ? null : used.getHostAddress();
    open = true;
    report(Outcome.ALLOWED, null, 0, 0, false);
  }

  void refused(String reason) {
    report(Outcome.REFUSED, reason, 0, 0, true);
  }

  void failed(String reason) {
    open = false;
    report(Outcome.FAILED, reason, 0, 0, true);
  }

  /** It is over; nothing is reported when it was never made. */
  void closed(long sent, long received) {
    if (open) {
      open = false;
      report(Outcome.ALLOWED, null, sent, received, true);
    }
  }

  private void report(
      Outcome outcome, @Nullable String reason, long sent, long received, boolean last) {
    Long duration =
        last ? Math.max(0, Duration.between(at, recorder.clock().instant()).toMillis()) : null;
    recorder.report(
        new Connection(
            number, at, protocol, host, port, address, outcome, reason, sent, received, duration),
        last);
  }
}
