package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A run's output as the bytes that were printed, up to the moment of opening, lines without a
 * newline included. Only where one stream breaks off inside a line and the other goes on, a newline
 * is put between them.
 */
@Component
class OutputText {
  private static final int PAGE_BYTES = 1 << 20;

  private final OutputReadsRepository reads;
  private final RunOutputRepository outputs;

  OutputText(OutputReadsRepository reads, RunOutputRepository outputs) {
    this.reads = reads;
    this.outputs = outputs;
  }

  /** What can be written now; empty when the organisation has no such run. */
  Optional<Opened> open(UUID orgId, UUID runId, StreamFilter filter) {
    return reads
        .status(orgId, runId)
        .map(
            status ->
                new Opened(
                    filter,
                    outputs.find(orgId, runId).orElseGet(() -> OutputHead.start(orgId, runId, 1))));
  }

  /** Output as it stood when it was opened; what comes later is not in it. */
  final class Opened {
    private final StreamFilter filter;
    private final OutputHead head;
    private @Nullable OutputStream last;
    private boolean lastEndsLine = true;

    private Opened(StreamFilter filter, OutputHead head) {
      this.filter = filter;
      this.head = head;
    }

    /** Writes all of it, a page at a time; no database connection is held while writing. */
    void writeTo(java.io.OutputStream target) throws IOException {
      long next = 0;
      while (next < head.nextLine()) {
        List<StoredChunk> chunks =
            reads.chunks(head.orgId(), head.runId(), next, head.nextLine(), filter, PAGE_BYTES);
        for (StoredChunk chunk : chunks) {
          write(target, chunk.stream(), chunk.data());
        }
        next = chunks.isEmpty() ? head.nextLine() : chunks.getLast().endLine();
      }
      for (OutputStream stream : filter.streams()) {
        write(target, stream, head.of(stream).pending());
      }
    }

    private void write(java.io.OutputStream target, OutputStream stream, byte[] bytes)
        throws IOException {
      if (bytes.length == 0) {
        return;
      }
      if (last != stream && !lastEndsLine) {
        target.write('\n');
      }
      target.write(bytes);
      last = stream;
      lastEndsLine = bytes[bytes.length - 1] == '\n';
    }
  }
}
