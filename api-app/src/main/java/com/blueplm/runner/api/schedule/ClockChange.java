package com.blueplm.runner.api.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * A schedule around one change of the clocks.
 *
 * @param change the change
 * @param zone whose clocks are changed
 * @param named the times on the wall that the lines name
 * @param due the times on the wall at which it is due, with their moments
 */
record ClockChange(
    ZoneOffsetTransition change,
    ZoneId zone,
    SortedSet<LocalDateTime> named,
    Map<LocalDateTime, List<Instant>> due) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  /** So many times of a day are named one by one. */
  private static final int SPELLED_OUT = 4;

  /** One sentence for each thing that happens; empty when nobody would notice. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (change.isGap()) {
      warn(warnings, named(this::isInside), "the clocks skip %s: it does not run then that day.");
    } else {
      warn(
          warnings,
          named(time -> isInside(time) && count(time) > 1),
          "%s comes twice: it runs twice that day.");
      warn(
          warnings,
          named(time -> isOnce(time, true)),
          "%s comes twice: it runs once, the first time.");
      warn(
          warnings,
          named(time -> isOnce(time, false)),
          "%s comes twice: it runs once, the second time.");
    }
    warn(
        warnings,
        named(time -> !(change.isGap() && isInside(time)) && count(time) == 0),
        "the clocks change and it does not run at %s.");
    warn(
        warnings,
        due.keySet().stream().filter(time -> !named.contains(time)).toList(),
        "the clocks change and it also runs at %s.");
    return warnings;
  }

  private List<LocalDateTime> named(Predicate<LocalDateTime> which) {
    return named.stream().filter(which).toList();
  }

  private boolean isOnce(LocalDateTime time, boolean first) {
    return isInside(time)
        && count(time) == 1
        && first == due.getOrDefault(time, List.of()).getFirst().isBefore(change.getInstant());
  }

  private int count(LocalDateTime time) {
    return due.getOrDefault(time, List.of()).size();
  }

  /** Whether the time on the wall is skipped, or comes twice. */
  private boolean isInside(LocalDateTime time) {
    LocalDateTime first = change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
    LocalDateTime end = change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
    return !time.isBefore(first) && time.isBefore(end);
  }

  private void warn(List<String> warnings, List<LocalDateTime> times, String what) {
    if (!times.isEmpty()) {
      warnings.add(
          "On "
              + times.getFirst().toLocalDate()
              + " (daylight saving time, "
              + zone
              + ") "
              + what.replace("%s", words(times)));
    }
  }

  private static String words(List<LocalDateTime> times) {
    List<String> words = times.stream().map(TIME::format).toList();
    return words.size() > SPELLED_OUT
        ? String.join(", ", words.subList(0, 2)) + ", … " + words.getLast()
        : NumberWords.and(words);
  }
}
