package com.blueplm.runner.local.console;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints one line per step with the time since the command was typed. Safe for several threads. */
public final class Progress {
  private final PrintStream out;
  private final Clock clock;
  private final Instant started;

  public Progress(PrintStream out, Clock clock, Instant started) {
    this.out = out;
    this.clock = clock;
    this.started = started;
  }

  /** Prints one line; the arguments are as for {@link String#format}. */
  public void say(String format, @Nullable Object... arguments) {
    double seconds = Duration.between(started, clock.instant()).toMillis() / 1000.0;
    String text = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    out.println(String.format(Locale.ROOT, "[%5.1f s] %s", seconds, text));
  }
}
