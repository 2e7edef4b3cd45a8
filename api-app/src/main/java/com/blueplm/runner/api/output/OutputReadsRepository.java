package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads output by line number, a bounded number of bytes at a time. */
@Repository
class OutputReadsRepository {
  /** A page of small chunks ends here even when it has few bytes. */
  private static final int MAX_CHUNKS = 200;

  private final JdbcClient jdbc;

  OutputReadsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<OutputStatus> status(UUID orgId, UUID runId) {
    return jdbc.sql(
            """
            SELECT r.status, r.status_version, coalesce(h.next_line, 0) AS total_lines
              FROM script_runs r
              LEFT JOIN run_output_heads h ON h.org_id = r.org_id AND h.run_id = r.id
             WHERE r.org_id = :org AND r.id = :run
            """)
        .param("org", orgId)
        .param("run", runId)
        .query(
            (row, number) ->
                new OutputStatus(
                    RunStatus.of(row.getString("status")),
                    row.getInt("status_version"),
                    row.getLong("total_lines")))
        .optional();
  }

  /**
   * The chunks of these streams from the one that holds {@code fromLine} on, and before {@code
   * untilLine}: as many as begin within {@code maxBytes}, at least one where there is one.
   */
  List<StoredChunk> chunks(
      UUID orgId, UUID runId, long fromLine, long untilLine, StreamFilter filter, int maxBytes) {
    return jdbc.sql(
            """
            SELECT first_line, line_count, attempt, stream, at, data
              FROM (SELECT c.*,
                           sum(octet_length(data)) OVER (ORDER BY first_line)
                             - octet_length(data) AS bytes_before
                      FROM (SELECT first_line, line_count, attempt, stream, at, data
                              FROM run_output_chunks
                             WHERE org_id = :org AND run_id = :run AND stream = ANY (:streams)
                               AND first_line < :until
                               AND first_line >= coalesce(
                                     (SELECT max(first_line)
                                        FROM run_output_chunks
                                       WHERE run_id = :run AND first_line <= :from), 0)
                             ORDER BY first_line
                             LIMIT :chunks) AS c) AS measured
             WHERE bytes_before < :bytes
             ORDER BY first_line
            """)
        .param("org", orgId)
        .param("run", runId)
        .param("streams", filter.wireNames())
        .param("from", fromLine)
        .param("until", untilLine)
        .param("chunks", MAX_CHUNKS)
        .param("bytes", maxBytes)
        .query((row, number) -> chunk(row))
        .list();
  }

  private static StoredChunk chunk(ResultSet row) throws SQLException {
    return new StoredChunk(
        row.getLong("first_line"),
        row.getInt("line_count"),
        row.getInt("attempt"),
        OutputStream.of(row.getString("stream")),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getBytes("data"));
  }
}
