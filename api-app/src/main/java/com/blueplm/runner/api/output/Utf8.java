package com.blueplm.runner.api.output;

import java.nio.charset.StandardCharsets;

/** Lenient UTF-8: what is no UTF-8 becomes U+FFFD, and nothing is cut inside a character. */
final class Utf8 {
  private static final int LONGEST_CHARACTER = 4;

  private Utf8() {}

  /**
   * The text of these bytes. NUL is left out: neither a Postgres text nor a terminal has a use for
   * it.
   */
  static String decode(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** The text of a line: the same without its newline (and the carriage return before it). */
  static String decodeLine(byte[] bytes, int from, int to) {
    int end = to;
    if (end > from && bytes[end - 1] == '\n') {
      end--;
      if (end > from && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return decode(bytes, from, end);
  }

  /** The last index up to {@code to} that is not inside a character. */
  static int boundary(byte[] bytes, int from, int to) {
    for (int back = 1; back < LONGEST_CHARACTER && to - back > from; back++) {
      byte unit = bytes[to - back];
      if (!isContinuation(unit)) {
        return lengthAfter(unit) > back ? to - back : to;
      }
    }
    return to;
  }

  /** The first index from {@code from} on that is not inside a character. */
  static int nextBoundary(byte[] bytes, int from) {
    int index = from;
    while (index < bytes.length
        && index - from < LONGEST_CHARACTER
        && isContinuation(bytes[index])) {
      index++;
    }
    return index - from == LONGEST_CHARACTER ? from : index;
  }

  private static boolean isContinuation(byte unit) {
    return (unit & 0xC0) == 0x80;
  }

  private static int lengthAfter(byte lead) {
    if ((lead & 0xE0) == 0xC0) {
      return 2;
    }
    if ((lead & 0xF0) == 0xE0) {
      return 3;
    }
    return (lead & 0xF8) == 0xF0 ? 4 : 1;
  }
}
