package com.blueplm.runner.api.output;

import com.blueplm.runner.api.output.OutputHead.Position;
import com.blueplm.runner.contract.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes chunks of whole lines out of bytes that arrive in any pieces. */
final class LineAssembler {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final List<OutputChunk> chunks = new ArrayList<>();
  private OutputHead head;

  LineAssembler(OutputHead head) {
    this.head = head;
  }

  OutputHead head() {
    return head;
  }

  List<OutputChunk> chunks() {
    return chunks;
  }

  /**
   * Takes the bytes that are new: what is stored already is left out, what lies beyond a gap is
   * refused.
   *
   * @return whether anything was taken
   */
  boolean append(OutputStream stream, long offset, byte[] bytes, boolean end) {
    Position position = head.of(stream);
    long known = position.offset() - offset;
    if (known < 0 || known > bytes.length) {
      return false;
    }
    int fresh = bytes.length - (int) known;
    boolean flush = end && position.pending().length + fresh > 0;
    if (fresh == 0 && !flush) {
      return false;
    }
    byte[] data = join(position.pending(), bytes, (int) known);
    store(stream, new Position(position.offset() + fresh, data), flush);
    return true;
  }

  /** Completes the lines that have no newline yet. */
  void flush() {
    for (OutputStream stream : OutputStream.values()) {
      Position position = head.of(stream);
      if (position.pending().length > 0) {
        store(stream, position, true);
      }
    }
  }

  /** Completes what the attempt before has left and starts the offsets of this one. */
  void startAttempt(int attempt) {
    flush();
    head = head.startAttempt(attempt);
  }

  /** Adds a line of ours to standard error; the stream's offset does not count it. */
  void marker(String text) {
    flush();
    byte[] line = (text.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
    long offset = head.stderr().offset();
    store(OutputStream.STDERR, new Position(offset, line), true);
  }

  private void store(OutputStream stream, Position position, boolean flush) {
    byte[] data = position.pending();
    long start = position.offset() - data.length;
    long line = head.nextLine();
    int chunkStart = 0;
    int lineStart = 0;
    int count = 0;
    while (lineStart < data.length) {
      int found = Lines.end(data, lineStart);
      if (found < 0 && !flush) {
        break;
      }
      int lineEnd = found < 0 ? data.length : found;
      if (count > 0 && lineEnd - chunkStart > CHUNK_BYTES) {
        add(stream, line, count, start, data, chunkStart, lineStart);
        line += count;
        count = 0;
        chunkStart = lineStart;
      }
      count++;
      lineStart = lineEnd;
    }
    if (count > 0) {
      add(stream, line, count, start, data, chunkStart, lineStart);
    }
    byte[] rest = Arrays.copyOfRange(data, lineStart, data.length);
    head = head.with(stream, new Position(position.offset(), rest), line + count);
  }

  private void add(
      OutputStream stream, long line, int count, long start, byte[] data, int from, int to) {
    byte[] lines = Arrays.copyOfRange(data, from, to);
    chunks.add(new OutputChunk(line, count, head.attempt(), stream, start + from, lines));
  }

  private static byte[] join(byte[] pending, byte[] bytes, int from) {
    byte[] joined = Arrays.copyOf(pending, pending.length + bytes.length - from);
    System.arraycopy(bytes, from, joined, pending.length, bytes.length - from);
    return joined;
  }
}
