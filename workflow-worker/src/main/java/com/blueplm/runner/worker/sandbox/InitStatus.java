package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code script-init} wrote at its end about the command.
 *
 * @param exit how the command ended
 * @param use what its tree used; the memory is that of the largest process
 */
record InitStatus(ExitStatus exit, ResourceUse use) {

  private static final long KIB = 1024;
  private static final long MICROS_PER_MILLI = 1000;
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"exit_code\":(null|\\d+),\"signal\":(null|\\d+),\"cpu_us\":(\\d+),"
              + "\"max_rss_kb\":(\\d+)}\\s*");

  /** Empty when it was killed, or could not start the command. */
  static Optional<InitStatus> in(Path file) {
    try {
      Matcher line = LINE.matcher(Files.readString(file));
      return line.matches() ? Optional.of(of(line)) : Optional.empty();
    } catch (IOException e) {
      // Never opened: the sandbox failed before it.
      return Optional.empty();
    }
  }

  private static InitStatus of(Matcher line) {
    Integer exitCode = line.group(1).equals("null") ? null : Integer.valueOf(line.group(1));
    Integer signal = line.group(2).equals("null") ? null : Integer.valueOf(line.group(2));
    return new InitStatus(
        new ExitStatus(exitCode, signal),
        new ResourceUse(
            Long.parseLong(line.group(3)) / MICROS_PER_MILLI, Long.parseLong(line.group(4)) * KIB));
  }
}
