package com.blueplm.runner.api.connection;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a report what can be stored. A worker's mistake is refused; what a script can influence
 * (host, port, the texts around them) never is, because a refused report would be sent for ever: it
 * is cut and cleaned instead.
 */
final class ReportedConnections {
  private static final int MAX_BATCH = 500;

  /** A script may connect as often as it likes; it does not fill the database by it. */
  private static final int MAX_KEPT = 10_000;

  /** The longest name that DNS knows has 253 characters. */
  private static final int MAX_HOST = 255;

  private static final int MAX_ADDRESS = 64;
  private static final int MAX_REASON = 1000;
  private static final int MAX_PORT = 65_535;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private ReportedConnections() {}

  /**
   * The connections, of several with one number the last; those that are too many are left out.
   *
   * @throws ProblemException naming what is wrong
   */
  static Collection<Connection> checked(ConnectionReport report) {
    List<Connection> given = report.connections();
    if (given == null) {
      throw ProblemException.invalid("connections", "is required");
    }
    if (given.size() > MAX_BATCH) {
      throw ProblemException.of(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "Send at most %d connections at once, not %d".formatted(MAX_BATCH, given.size()));
    }
    Map<Integer, Connection> byNumber = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      Connection connection = checked(given.get(i), "connections." + i);
      if (connection.number() <= MAX_KEPT) {
        byNumber.put(connection.number(), connection);
      }
    }
    return byNumber.values();
  }

  private static Connection checked(@Nullable Connection connection, String field) {
    if (connection == null) {
      throw ProblemException.invalid(field, "must be an object");
    }
    if (connection.number() < 1) {
      throw ProblemException.invalid(field + ".number", "must be 1 or more");
    }
    required(connection.at(), field + ".at");
    required(connection.protocol(), field + ".protocol");
    required(connection.host(), field + ".host");
    required(connection.outcome(), field + ".outcome");
    if (connection.at().isBefore(Instant.EPOCH) || connection.at().isAfter(LATEST)) {
      throw ProblemException.invalid(field + ".at", "must be a time from 1970 to 9999");
    }
    return new Connection(
        connection.number(),
        connection.at(),
        connection.protocol(),
        HarmlessText.of(connection.host(), MAX_HOST),
        Math.clamp(connection.port(), 0, MAX_PORT),
        HarmlessText.orNull(connection.address(), MAX_ADDRESS),
        connection.outcome(),
        HarmlessText.orNull(connection.reason(), MAX_REASON),
        Math.max(0, connection.bytesSent()),
        Math.max(0, connection.bytesReceived()),
        connection.durationMs() == null ? null : Math.max(0L, connection.durationMs()));
  }

  private static void required(@Nullable Object value, String field) {
    if (value == null) {
      throw ProblemException.invalid(field, "is required");
    }
  }
}
