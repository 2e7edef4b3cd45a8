package com.blueplm.runner.api.output;

import com.blueplm.runner.api.output.OutputHead.Position;
import com.blueplm.runner.contract.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes output, and reads its tails. */
@Repository
class RunOutputRepository {
  private static final String SELECT_HEAD =
      """
      SELECT org_id, run_id, attempt, next_line, stdout_offset, stdout_pending,
             stderr_offset, stderr_pending
        FROM run_output_heads
       WHERE org_id = :org AND run_id = :run
      """;

  private final JdbcClient jdbc;

  RunOutputRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<OutputHead> find(UUID orgId, UUID runId) {
    return query(SELECT_HEAD, orgId, runId);
  }

  Optional<OutputHead> lock(UUID orgId, UUID runId) {
    return query(SELECT_HEAD + " FOR UPDATE", orgId, runId);
  }

  /** Makes the head of a run without output; returns false when somebody else just did. */
  boolean create(OutputHead head) {
    return jdbc.sql(
                """
                INSERT INTO run_output_heads (org_id, run_id, attempt)
                VALUES (:org, :run, :attempt)
                ON CONFLICT (run_id) DO NOTHING
                """)
            .param("org", head.orgId())
            .param("run", head.runId())
            .param("attempt", head.attempt())
            .update()
        == 1;
  }

  /** Writes the locked head and its new chunks in one statement. */
  void save(OutputHead head, List<OutputChunk> chunks) {
    int updated =
        jdbc.sql(
                """
                WITH stored AS (
                  INSERT INTO run_output_chunks
                         (org_id, run_id, first_line, line_count, attempt, stream, byte_offset, data)
                  SELECT :org, :run, c.first_line, c.line_count, c.attempt, c.stream, c.byte_offset, c.data
                    FROM unnest(:firstLines, :lineCounts, :attempts, :streams, :byteOffsets, :data)
                         AS c (first_line, line_count, attempt, stream, byte_offset, data)
                )
                UPDATE run_output_heads
                   SET attempt = :attempt, next_line = :nextLine,
                       stdout_offset = :stdoutOffset, stdout_pending = :stdoutPending,
                       stderr_offset = :stderrOffset, stderr_pending = :stderrPending
                 WHERE org_id = :org AND run_id = :run
                """)
            .param("org", head.orgId())
            .param("run", head.runId())
            .param("firstLines", chunks.stream().mapToLong(OutputChunk::firstLine).toArray())
            .param("lineCounts", chunks.stream().mapToInt(OutputChunk::lineCount).toArray())
            .param("attempts", chunks.stream().mapToInt(OutputChunk::attempt).toArray())
            .param("streams", chunks.stream().map(c -> c.stream().wire()).toArray(String[]::new))
            .param("byteOffsets", chunks.stream().mapToLong(OutputChunk::byteOffset).toArray())
            .param("data", chunks.stream().map(OutputChunk::data).toArray(byte[][]::new))
            .param("attempt", head.attempt())
            .param("nextLine", head.nextLine())
            .param("stdoutOffset", head.stdout().offset())
            .param("stdoutPending", head.stdout().pending())
            .param("stderrOffset", head.stderr().offset())
            .param("stderrPending", head.stderr().pending())
            .update();
    if (updated != 1) {
      throw new IllegalStateException(
          "Updated " + updated + " output heads of run " + head.runId() + ", expected 1.");
    }
  }

  /**
   * The end of a stream before this line. A chunk has at least one byte, so no more than {@link
   * StreamTail#MAX_BYTES} chunks can matter.
   */
  StreamTail tail(OutputHead head, OutputStream stream) {
    List<byte[]> newest = new ArrayList<>();
    jdbc.sql(
            """
            SELECT data
              FROM (SELECT first_line, data,
                           sum(octet_length(data)) OVER (ORDER BY first_line DESC)
                             - octet_length(data) AS newer_bytes
                      FROM (SELECT first_line, data
                              FROM run_output_chunks
                             WHERE org_id = :org AND run_id = :run AND stream = :stream
                               AND first_line < :until
                             ORDER BY first_line DESC
                             LIMIT :bytes) AS newest) AS measured
             WHERE newer_bytes < :bytes
             ORDER BY first_line
            """)
        .param("org", head.orgId())
        .param("run", head.runId())
        .param("stream", stream.wire())
        .param("until", head.nextLine())
        .param("bytes", StreamTail.MAX_BYTES)
        .query((row, number) -> row.getBytes("data"))
        .list()
        .forEach(newest::add);
    return new StreamTail(stream, bytes(head, stream), newest);
  }

  private long bytes(OutputHead head, OutputStream stream) {
    return jdbc.sql(
            """
            SELECT coalesce(sum(octet_length(data)), 0)
              FROM run_output_chunks
             WHERE org_id = :org AND run_id = :run AND stream = :stream AND first_line < :until
            """)
        .param("org", head.orgId())
        .param("run", head.runId())
        .param("stream", stream.wire())
        .param("until", head.nextLine())
        .query(Long.class)
        .single();
  }

  private Optional<OutputHead> query(String sql, UUID orgId, UUID runId) {
    return jdbc.sql(sql)
        .param("org", orgId)
        .param("run", runId)
        .query((row, number) -> head(row))
        .optional();
  }

  private static OutputHead head(ResultSet row) throws SQLException {
    return new OutputHead(
        row.getObject("org_id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getInt("attempt"),
        row.getLong("next_line"),
        new Position(row.getLong("stdout_offset"), row.getBytes("stdout_pending")),
        new Position(row.getLong("stderr_offset"), row.getBytes("stderr_pending")));
  }
}
