package com.blueplm.runner.worker.egress;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers and reports a run's connections; beyond a limit it only counts them. Thread-safe. */
final class ConnectionRecorder {

  private static final Logger log = LoggerFactory.getLogger(ConnectionRecorder.class);
  private static final int LONGEST_REASON = 500;
  private static final int LOGGED_HOSTS = 100;

  /** The host of the record that stands for many. */
  private static final String REST = "…";

  private final String run;
  private final ConnectionSink sink;
  private final Clock clock;
  private final int limit;
  private final Set<String> loggedHosts = new HashSet<>();
  private int count;
  private @Nullable Connection rest;
  private long restCount;
  private long restRefused;
  private long nextRestReport = 1;

  ConnectionRecorder(String run, ConnectionSink sink, Clock clock, int limit) {
    this.run = run;
    this.sink = sink;
    this.clock = clock;
    this.limit = limit;
  }

  /** Begins the record of a connection that a script asks for. */
  synchronized RecordedConnection begin(Protocol protocol, String host, int port) {
    if (count < limit) {
      count++;
    } else {
      restCount++;
    }
    int number = restCount > 0 ? limit + 1 : count;
    return new RecordedConnection(this, number, clock.instant(), protocol, host, port);
  }

  /** Takes a report; those beyond the limit are added up. */
  synchronized void report(Connection connection, boolean last) {
    if (connection.outcome() == Outcome.REFUSED) {
      logOnce(connection);
    }
    String reason = connection.reason();
    if (reason != null && reason.length() > LONGEST_REASON) {
      reason = reason.substring(0, LONGEST_REASON);
    }
    if (connection.number() <= limit) {
      sink.report(with(connection, reason));
    } else if (last) {
      addToRest(connection);
    }
  }

  /** Reports what is only counted; to be called when no connection is left. */
  synchronized void close() {
    if (rest != null) {
      sink.report(rest);
    }
  }

  /** As the count doubles, so that the reports stay few. */
  private void addToRest(Connection connection) {
    if (connection.outcome() != Outcome.ALLOWED) {
      restRefused++;
    }
    Connection before = rest == null ? connection : rest;
    rest =
        new Connection(
            limit + 1,
            before.at(),
            before.protocol(),
            REST,
            0,
            null,
            restRefused > 0 ? Outcome.REFUSED : Outcome.ALLOWED,
            "%d more connections are not listed one by one; %d of them were refused or failed"
                .formatted(restCount, restRefused),
            connection.bytesSent() + (rest == null ? 0 : rest.bytesSent()),
            connection.bytesReceived() + (rest == null ? 0 : rest.bytesReceived()),
            null);
    if (restCount >= nextRestReport) {
      nextRestReport = restCount * 2;
      sink.report(rest);
    }
  }

  private void logOnce(Connection connection) {
    if (loggedHosts.size() < LOGGED_HOSTS && loggedHosts.add(connection.host())) {
      log.info(
          "Run {} was refused {}:{}: {}. Further refusals of this host are only recorded with the"
              + " run.",
          run,
          connection.host(),
          connection.port(),
          connection.reason());
    }
  }

  Clock clock() {
    return clock;
  }

  private static Connection with(Connection connection, @Nullable String reason) {
    return new Connection(
        connection.number(),
        connection.at(),
        connection.protocol(),
        connection.host(),
        connection.port(),
        connection.address(),
        connection.outcome(),
        reason,
        connection.bytesSent(),
        connection.bytesReceived(),
        connection.durationMs());
  }
}
