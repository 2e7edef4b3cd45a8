package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The block of type {@code script} in a script's comments.
 *
 * <p>Finds exactly what the reference expression of <a
 * href="https://packaging.python.org/en/latest/specifications/inline-script-metadata/">the
 * specification</a> finds, {@code (?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(|
 * .*)$\s)+)^# ///$}, after line ends have become newlines as they do where Python reads a file. Not
 * with that expression itself: on a megabyte of code Java's engine overflows its stack, and
 * unclosed blocks cost it quadratic time.
 *
 * @param toml the block's content
 * @param firstLine the line of the script that the content begins in, from 1
 */
record ScriptBlock(String toml, int firstLine) {
  private static final String FENCE = "# ///";
  private static final String OPENING = FENCE + " ";

  /**
   * The one block of a script.
   *
   * @throws ProblemException when there are several
   */
  static Optional<ScriptBlock> find(String code) {
    if (!code.contains(OPENING + "script")) {
      return Optional.empty();
    }
    String[] lines = code.replace("\r\n", "\n").split("\n", -1);
    int[] closings = closings(lines);
    ScriptBlock found = null;
    for (int at = 0; at < lines.length - 2; at++) {
      String type = typeOf(lines[at]);
      int closing = closings[at + 1];
      if (type == null || closing < at + 2) {
        continue;
      }
      if (type.equals("script")) {
        if (found != null) {
          throw CodeErrors.at(
              at + 1,
              "there is a script block already, above line %d; keep one of the two"
                  .formatted(found.firstLine()));
        }
        found = new ScriptBlock(content(lines, at + 1, closing), at + 2);
      }
      at = closing;
    }
    return Optional.ofNullable(found);
  }

  /** For each line the last closing fence of the run of comment lines that it lies in, or -1. */
  private static int[] closings(String[] lines) {
    int[] closings = new int[lines.length];
    int last = -1;
    for (int at = lines.length - 1; at >= 0; at--) {
      if (!isContent(lines[at])) {
        last = -1;
      } else if (last < 0 && lines[at].equals(FENCE)) {
        last = at;
      }
      closings[at] = last;
    }
    return closings;
  }

  private static boolean isContent(String line) {
    return line.equals("#") || line.startsWith("# ");
  }

  private static @Nullable String typeOf(String line) {
    if (!line.startsWith(OPENING)) {
      return null;
    }
    String type = line.substring(OPENING.length());
    boolean valid =
        !type.isEmpty()
            && type.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-');
    return valid ? type : null;
  }

  private static String content(String[] lines, int from, int to) {
    StringBuilder toml = new StringBuilder();
    for (int at = from; at < to; at++) {
      toml.append(lines[at].startsWith("# ") ? lines[at].substring(2) : lines[at].substring(1));
      toml.append('\n');
    }
    return toml.toString();
  }
}
