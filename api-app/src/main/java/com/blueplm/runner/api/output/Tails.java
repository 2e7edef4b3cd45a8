package com.blueplm.runner.api.output;

/**
 * The ends of a run's two streams, over all attempts, and how much there is of them.
 *
 * @param output the last 64 KiB of standard output; what is no UTF-8 is U+FFFD, NUL is left out
 * @param error the same of standard error
 * @param outputBytes bytes of standard output
 * @param errorBytes bytes of standard error, our markers included
 * @param lines lines of both streams
 */
public record Tails(String output, String error, long outputBytes, long errorBytes, long lines) {
  /** The tails of a run without output. */
  public static final Tails NONE = new Tails("", "", 0, 0, 0);
}
