package com.blueplm.runner.api.connection;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The connections of runs. */
@Repository
class RunConnectionsRepository {
  private final JdbcClient jdbc;

  RunConnectionsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes connections with different numbers, in one statement. What has ended stays so: a report
   * that was overtaken by its repetition changes nothing.
   */
  void upsert(UUID orgId, UUID runId, int attempt, Collection<Connection> connections) {
    jdbc.sql(
            """
            INSERT INTO run_connections (org_id, run_id, attempt, number, at, protocol, host, port,
                   address, outcome, reason, bytes_sent, bytes_received, duration_ms)
            SELECT :org, :run, :attempt, n.*
              FROM unnest(:numbers::int[], :times::timestamptz[], :protocols::text[],
                          :hosts::text[], :ports::int[], :addresses::text[], :outcomes::text[],
                          :reasons::text[], :sent::bigint[], :received::bigint[],
                          :durations::bigint[]) AS n
            ON CONFLICT (run_id, attempt, number) DO UPDATE
               SET at = EXCLUDED.at, protocol = EXCLUDED.protocol, host = EXCLUDED.host,
                   port = EXCLUDED.port, address = EXCLUDED.address, outcome = EXCLUDED.outcome,
                   reason = EXCLUDED.reason, bytes_sent = EXCLUDED.bytes_sent,
                   bytes_received = EXCLUDED.bytes_received, duration_ms = EXCLUDED.duration_ms
             WHERE run_connections.duration_ms IS NULL OR EXCLUDED.duration_ms IS NOT NULL
            """)
        .param("org", orgId)
        .param("run", runId)
        .param("attempt", attempt)
        .param("numbers", texts(connections, Connection::number))
        .param("times", texts(connections, Connection::at))
        .param("protocols", texts(connections, each -> each.protocol().wire()))
        .param("hosts", texts(connections, Connection::host))
        .param("ports", texts(connections, Connection::port))
        .param("addresses", texts(connections, Connection::address))
        .param("outcomes", texts(connections, each -> each.outcome().wire()))
        .param("reasons", texts(connections, Connection::reason))
        .param("sent", texts(connections, Connection::bytesSent))
        .param("received", texts(connections, Connection::bytesReceived))
        .param("durations", texts(connections, Connection::durationMs))
        .update();
  }

  /** Whether this organisation has the run. */
  boolean hasRun(UUID orgId, UUID runId) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM script_runs WHERE org_id = :org AND id = :run)")
        .param("org", orgId)
        .param("run", runId)
        .query(Boolean.class)
        .single();
  }

  /** The connections after this place, newest first. */
  List<ConnectionView> list(
      UUID orgId, UUID runId, @Nullable Outcome outcome, ConnectionPlace after, int limit) {
    return jdbc.sql(
            """
            SELECT attempt, number, at, protocol, host, port, address, outcome, reason, bytes_sent,
                   bytes_received, duration_ms
              FROM run_connections
             WHERE org_id = :org AND run_id = :run AND (attempt, number) < (:attempt, :number)
               AND (:outcome::text IS NULL OR outcome = :outcome)
             ORDER BY attempt DESC, number DESC
             LIMIT :limit
            """)
        .param("org", orgId)
        .param("run", runId)
        .param("attempt", after.attempt())
        .param("number", after.number())
        .param("outcome", outcome == null ? null : outcome.wire())
        .param("limit", limit)
        .query((row, number) -> view(row))
        .list();
  }

  private static ConnectionView view(ResultSet row) throws SQLException {
    return new ConnectionView(
        row.getInt("attempt"),
        row.getInt("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        Protocol.valueOf(row.getString("protocol").toUpperCase(Locale.ROOT)),
        row.getString("host"),
        row.getInt("port"),
        row.getString("address"),
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getLong("bytes_sent"),
        row.getLong("bytes_received"),
        row.getObject("duration_ms", Long.class));
  }

  /** One column for {@code unnest}: the driver binds arrays of texts, the statement casts them. */
  private static @Nullable String[] texts(
      Collection<Connection> connections, Function<Connection, @Nullable Object> column) {
    return connections.stream()
        .map(column)
        .map(value -> value == null ? null : value.toString())
        .toArray(String[]::new);
  }
}
