package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;
import java.util.List;

/**
 * The end of one stream as stored.
 *
 * @param totalBytes bytes of the stream's whole lines
 * @param newest the newest chunks, oldest first, at least {@link #MAX_BYTES} where there are
 */
record StreamTail(OutputStream stream, long totalBytes, List<byte[]> newest) {
  static final int MAX_BYTES = 64 * 1024;

  /** The text of the tail when these bytes follow. */
  String text(byte[] pending) {
    int length = newest.stream().mapToInt(chunk -> chunk.length).sum() + pending.length;
    byte[] bytes = new byte[length];
    int index = 0;
    for (byte[] chunk : newest) {
      System.arraycopy(chunk, 0, bytes, index, chunk.length);
      index += chunk.length;
    }
    System.arraycopy(pending, 0, bytes, index, pending.length);
    int from = length > MAX_BYTES ? Utf8.nextBoundary(bytes, length - MAX_BYTES) : 0;
    return Utf8.decode(bytes, from, length);
  }
}
