package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.schedule.CronLine.Every;
import com.blueplm.runner.api.schedule.CronLine.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A schedule in words, for people: "Every 6 hours", "Weekly on Monday at 09:00". The words must be
 * true, which those of the library were not for {@code 0 9-17 * * *} ("Between 09:00 and 17:59"),
 * {@code *}{@code /7 * * * *} ("Every 7 minutes") and others; so they are ours.
 */
final class CronWords {
  private CronWords() {}

  /** One sentence; several lines are joined by "; and ". */
  static String of(CronLines lines) {
    return lines.lines().stream()
        .map(CronWords::words)
        .distinct()
        .reduce((first, next) -> first + "; and " + lowerFirst(next))
        .orElseThrow();
  }

  private static String words(CronLine line) {
    return switch (line) {
      case Every every -> "Every " + words(every.interval());
      case Fields fields -> words(fields.expression());
    };
  }

  private static String words(CronExpression expression) {
    TimeWords times = new TimeWords(expression);
    DayWords days = new DayWords(expression);
    return times.isFrequency()
        ? times.text() + days.afterFrequency()
        : days.beforeTimes() + times.text();
  }

  /** "90 seconds", "1 hour 30 minutes". */
  private static String words(Duration interval) {
    if (interval.compareTo(Duration.ofMinutes(2)) < 0 && interval.toSecondsPart() != 0) {
      return unit(interval.toSeconds(), "second");
    }
    List<String> parts = new ArrayList<>();
    parts.add(unit(interval.toHours(), "hour"));
    parts.add(unit(interval.toMinutesPart(), "minute"));
    parts.add(unit(interval.toSecondsPart(), "second"));
    String words = parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    return List.of("1 hour", "1 minute").contains(words) ? words.substring(2) : words;
  }

  private static String unit(long number, String unit) {
    return number == 0 ? "" : number + " " + unit + (number == 1 ? "" : "s");
  }

  /** Names of days keep their capital. */
  private static String lowerFirst(String words) {
    boolean isName = CronNames.WEEKDAYS.stream().anyMatch(words::startsWith);
    return isName ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }
}
