package com.blueplm.runner.api.output;

/**
 * How much a reader takes at once.
 *
 * @param maxLines lines
 * @param maxBytes characters of text, about; the first line is always taken
 */
public record LineLimit(int maxLines, int maxBytes) {

  /** Counts from nothing. */
  Count count() {
    return new Count();
  }

  /** What has been taken so far. */
  final class Count {
    private int lines;
    private long bytes;

    /** Counts the line if there is room for it. */
    boolean admits(OutputLine line) {
      if (lines > 0 && (lines >= maxLines || bytes + line.text().length() > maxBytes)) {
        return false;
      }
      lines++;
      bytes += line.text().length() + 1L;
      return true;
    }
  }
}
