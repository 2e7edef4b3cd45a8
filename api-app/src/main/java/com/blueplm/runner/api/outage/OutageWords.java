package com.blueplm.runner.api.outage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Outages in words, for people. */
final class OutageWords {
  /** Beyond so many a sentence says no more than their number. */
  private static final int NAMED = 3;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private OutageWords() {}

  /**
   * One sentence without a full stop; null without outages.
   *
   * @param about the moment that the reader asks about: dates are only given when an outage did not
   *     lie on its day
   */
  static @Nullable String of(List<Outage> outages, Instant about) {
    if (outages.isEmpty()) {
      return null;
    }
    String named =
        outages.stream()
            .limit(NAMED)
            .map(outage -> words(outage, day(about)))
            .collect(Collectors.joining(", and "));
    int more = outages.size() - NAMED;
    return Character.toUpperCase(named.charAt(0))
        + named.substring(1)
        + (more <= 0 ? "" : ", and " + more + " more " + (more == 1 ? "outage" : "outages"));
  }

  private static String words(Outage outage, LocalDate day) {
    Instant end = outage.endedAt();
    boolean thatDay = day(outage.beganAt()).equals(day) && (end == null || day(end).equals(day));
    DateTimeFormatter format = thatDay ? TIME : DATE_AND_TIME;
    String began = format.format(outage.beganAt());
    return end == null
        ? subject(outage.part()) + " been away since " + began + " UTC"
        : past(outage.part()) + " away from " + began + " to " + format.format(end) + " UTC";
  }

  private static String subject(String part) {
    return switch (part) {
      case "temporal" -> "Temporal has";
      case "workers" -> "all workers have";
      default -> "Script Runner has";
    };
  }

  private static String past(String part) {
    return switch (part) {
      case "temporal" -> "Temporal was";
      case "workers" -> "all workers were";
      default -> "Script Runner was";
    };
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
