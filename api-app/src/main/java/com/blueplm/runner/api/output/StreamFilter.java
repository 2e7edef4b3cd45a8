package com.blueplm.runner.api.output;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.OutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which streams a reader wants.
 *
 * @param streams one of them or both
 */
public record StreamFilter(Set<OutputStream> streams) {
  /** Both streams. */
  public static final StreamFilter BOTH =
      new StreamFilter(Collections.unmodifiableSet(EnumSet.allOf(OutputStream.class)));

  private static final String BOTH_NAME = "both";

  /**
   * The filter with this name.
   *
   * @throws ProblemException when the name is none of {@code stdout}, {@code stderr}, {@code both}
   */
  static StreamFilter parse(String name) {
    if (name.equals(BOTH_NAME)) {
      return BOTH;
    }
    return Arrays.stream(OutputStream.values())
        .filter(stream -> stream.wire().equals(name))
        .findAny()
        .map(stream -> new StreamFilter(EnumSet.of(stream)))
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "stream", "must be stdout, stderr or both, not \"" + name + "\""));
  }

  /** The name that {@link #parse} takes. */
  String name() {
    return streams.size() > 1 ? BOTH_NAME : streams.iterator().next().wire();
  }

  String[] wireNames() {
    return streams.stream().map(OutputStream::wire).toArray(String[]::new);
  }
}
