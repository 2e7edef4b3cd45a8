package com.blueplm.runner.api.output;

/**
 * Where lines end, the same when they are stored and when they are read: after a newline, or where
 * 64 KiB came without one. A cut never falls inside a UTF-8 character.
 */
final class Lines {
  /** The longest line in bytes, its newline included. */
  static final int MAX_BYTES = 64 * 1024;

  private Lines() {}

  /**
   * The index after the line that starts at {@code from}, or -1 when it is not complete within
   * {@code bytes}.
   */
  static int end(byte[] bytes, int from) {
    int limit = Math.min(bytes.length, from + MAX_BYTES);
    for (int i = from; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return limit - from < MAX_BYTES ? -1 : Utf8.boundary(bytes, from, limit);
  }
}
