package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;
import java.time.Instant;
import java.util.function.Predicate;

/** A chunk as it is read: the lines {@code firstLine} to {@code endLine - 1}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredChunk(
    long firstLine, int lineCount, int attempt, OutputStream stream, Instant at, byte[] data) {

  long endLine() {
    return firstLine + lineCount;
  }

  /**
   * Hands over the lines from this number on, until one is refused.
   *
   * @return the number of the first line that was not taken
   */
  long read(long fromLine, Predicate<OutputLine> reader) {
    int index = 0;
    for (long n = firstLine; n < endLine(); n++) {
      int found = Lines.end(data, index);
      int end = found < 0 ? data.length : found;
      if (n >= fromLine) {
        String text = Utf8.decodeLine(data, index, end);
        if (!reader.test(new OutputLine(n, stream, attempt, at, text))) {
          return n;
        }
      }
      index = end;
    }
    return endLine();
  }
}
