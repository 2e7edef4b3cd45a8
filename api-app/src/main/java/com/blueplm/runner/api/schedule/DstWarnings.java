package com.blueplm.runner.api.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schedule does on the days when the clocks change: a time inside the skipped hour does not
 * happen, one inside the doubled hour happens twice.
 */
final class DstWarnings {
  private static final Duration HORIZON = Duration.ofDays(366);

  /** From so many runs a day on, one more or less surprises nobody. */
  private static final int DENSE = 24;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private DstWarnings() {}

  /** Whether the zone changes its offset within the next year. */
  static boolean mayMatter(ZoneId zone, Instant now) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(now);
    return next != null && next.getInstant().isBefore(now.plus(HORIZON));
  }

  /**
   * The warnings for the next year.
   *
   * @param wallClock the same spec asked in UTC, whose answers are thus wall-clock times
   */
  static List<String> of(MatchingTimes.Spec wallClock, ZoneId zone, Instant now) {
    List<String> warnings = new ArrayList<>();
    ZoneOffsetTransition change = zone.getRules().nextTransition(now);
    while (change != null && change.getInstant().isBefore(now.plus(HORIZON))) {
      warnings.addAll(at(change, wallClock, zone));
      change = zone.getRules().nextTransition(change.getInstant());
    }
    return warnings;
  }

  private static List<String> at(
      ZoneOffsetTransition change, MatchingTimes.Spec wallClock, ZoneId zone) {
    LocalDateTime first = change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
    LocalDateTime end = change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
    Instant midnight = first.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
    List<Instant> thatDay =
        wallClock.between(midnight.minusSeconds(1), midnight.plus(Duration.ofDays(1)));
    if (thatDay.size() >= DENSE) {
      return List.of();
    }
    return thatDay.stream()
        .map(moment -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC))
        .filter(local -> !local.isBefore(first) && local.isBefore(end))
        .map(local -> sentence(change, local, zone))
        .toList();
  }

  private static String sentence(ZoneOffsetTransition change, LocalDateTime local, ZoneId zone) {
    String when = local.toLocalDate() + " (daylight saving time, " + zone + ")";
    return change.isGap()
        ? "On "
            + when
            + " the clocks skip "
            + TIME.format(local)
            + ": it does not run then that day."
        : "On " + when + " " + TIME.format(local) + " comes twice: it runs twice that day.";
  }
}
