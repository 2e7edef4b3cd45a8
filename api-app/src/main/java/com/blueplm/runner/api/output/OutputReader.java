package com.blueplm.runner.api.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Reads the lines of runs. No call holds a database connection longer than one query, and none
 * holds more bytes than it was allowed to, give or take one chunk.
 */
@Component
public class OutputReader {
  private static final int PAGE_BYTES = 128 * 1024;

  private final OutputReadsRepository reads;

  OutputReader(OutputReadsRepository reads) {
    this.reads = reads;
  }

  /** How far the run is; empty when the organisation has no such run. */
  public Optional<OutputStatus> status(UUID orgId, UUID runId) {
    return reads.status(orgId, runId);
  }

  /**
   * The lines from {@code fromLine} on and before {@code untilLine}, as many as the limits allow
   * and at least one where there is one.
   */
  public LinePage lines(
      UUID orgId, UUID runId, long fromLine, long untilLine, StreamFilter filter, LineLimit limit) {
    List<OutputLine> lines = new ArrayList<>();
    LineLimit.Count count = limit.count();
    long next = fromLine;
    while (next < untilLine) {
      int bytes = Math.min(PAGE_BYTES, limit.maxBytes());
      List<StoredChunk> chunks = reads.chunks(orgId, runId, next, untilLine, filter, bytes);
      if (chunks.isEmpty()) {
        return new LinePage(lines, untilLine);
      }
      for (StoredChunk chunk : chunks) {
        long reached = chunk.read(next, line -> count.admits(line) && lines.add(line));
        if (reached < chunk.endLine()) {
          return new LinePage(lines, reached);
        }
        next = Math.max(next, chunk.endLine());
      }
    }
    return new LinePage(lines, next);
  }
}
