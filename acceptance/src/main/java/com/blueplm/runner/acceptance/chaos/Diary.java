package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the campaign did and saw, line by line with the time, in a file of the home. */
final class Diary {
  private final Path file;
  private final Clock clock;

  Diary(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  synchronized void write(String format, @Nullable Object... arguments) {
    String text = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    try {
      Files.writeString(
          file,
          clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
