package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.schedule.CronLine.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a schedule does on the days when the clocks are changed. What the lines name is compared
 * with what Temporal answers, since that differs: a time that comes twice is due twice in New York
 * and once in Berlin.
 */
final class DstWarnings {
  private static final Duration HORIZON = Duration.ofDays(366);

  /** Temporal's answers are odd up to an hour and a half around a change. */
  private static final Duration AROUND = Duration.ofHours(3);

  private DstWarnings() {}

  /** Whether the zone changes its offset within the next year. */
  static boolean mayMatter(ZoneId zone, Instant now) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(now);
    return next != null && next.getInstant().isBefore(now.plus(HORIZON));
  }

  /**
   * The warnings for the next year.
   *
   * @param lines those that follow the clock on the wall
   * @param asked the same lines at Temporal
   */
  static List<String> of(CronLines lines, ZoneId zone, Instant now, MatchingTimes.Spec asked) {
    List<String> warnings = new ArrayList<>();
    ZoneOffsetTransition change = zone.getRules().nextTransition(now);
    while (change != null && change.getInstant().isBefore(now.plus(HORIZON))) {
      warnings.addAll(at(change, lines, zone, asked));
      change = zone.getRules().nextTransition(change.getInstant());
    }
    return warnings;
  }

  private static List<String> at(
      ZoneOffsetTransition change, CronLines lines, ZoneId zone, MatchingTimes.Spec asked) {
    Instant from = change.getInstant().minus(AROUND);
    Instant until = change.getInstant().plus(AROUND);
    SortedSet<LocalDateTime> named = new TreeSet<>();
    for (Fields line : lines.fields()) {
      named.addAll(
          line.expression()
              .between(LocalDateTime.ofInstant(from, zone), LocalDateTime.ofInstant(until, zone)));
    }
    Map<LocalDateTime, List<Instant>> due = new TreeMap<>();
    for (Instant moment : asked.between(from.minusSeconds(1), until.minusSeconds(1))) {
      due.computeIfAbsent(LocalDateTime.ofInstant(moment, zone), none -> new ArrayList<>())
          .add(moment);
    }
    return new ClockChange(change, zone, named, due).warnings();
  }
}
