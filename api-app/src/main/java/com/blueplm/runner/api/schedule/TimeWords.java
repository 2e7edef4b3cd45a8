package com.blueplm.runner.api.schedule;

import java.util.Locale;
import java.util.SortedSet;

/** The times of a day in words: either how often, or at which times. */
final class TimeWords {
  /** So many times are named one by one. */
  private static final int NAMED = 6;

  private static final int MINUTES = 60;
  private static final int HOURS = 24;

  private final SortedSet<Integer> minutes;
  private final SortedSet<Integer> hours;

  TimeWords(CronExpression expression) {
    this.minutes = expression.minute().values();
    this.hours = expression.hour().values();
  }

  /** Whether the words say how often ("Every 6 hours") and not at which times ("09:00"). */
  boolean isFrequency() {
    return !isFewTimes() || isEveryFewHours() || isRowOfHours();
  }

  /** "Every 15 minutes from 09:00 to 17:45", or "09:00 and 17:00". */
  String text() {
    if (isEveryFewHours()) {
      return every(HOURS / hours.size(), "hour");
    }
    if (isRowOfHours()) {
      return every(NumberWords.step(hours), "hour") + fromTo();
    }
    if (isFewTimes()) {
      return NumberWords.and(
          hours.stream()
              .flatMap(hour -> minutes.stream().map(minute -> clock(hour, minute)))
              .toList());
    }
    return minutesOfHours();
  }

  private String minutesOfHours() {
    boolean allHours = hours.size() == HOURS;
    int step = minutes.size() == 1 ? MINUTES : NumberWords.step(minutes);
    boolean even = step > 0 && step * minutes.size() == MINUTES;
    boolean oneRow = hours.size() == 1 || NumberWords.step(hours) == 1;
    if (even && allHours) {
      int first = minutes.first();
      return step == MINUTES
          ? "Every hour" + (first == 0 ? "" : ", at " + minuteWords() + " past")
          : every(step, "minute")
              + (first == 0 ? "" : ", from " + minuteWords(first) + " past the hour");
    }
    if (even && oneRow) {
      return every(step, "minute") + fromTo();
    }
    String row = even ? every(step, "minute") : "At " + minuteWords() + " past";
    String inHours = allHours ? "every hour" : "hours " + NumberWords.list(hours, String::valueOf);
    return row + (even ? " in " : " ") + inHours;
  }

  private boolean isFewTimes() {
    return hours.size() < HOURS
        && minutes.size() * hours.size() <= (minutes.size() == 1 ? HOURS : NAMED);
  }

  private boolean isEveryFewHours() {
    int step = NumberWords.step(hours);
    return minutes.size() == 1
        && minutes.first() == 0
        && hours.size() < HOURS
        && hours.first() == 0
        && step * hours.size() == HOURS;
  }

  private boolean isRowOfHours() {
    return minutes.size() == 1
        && hours.size() > 2
        && hours.size() < HOURS
        && NumberWords.step(hours) > 0;
  }

  private String fromTo() {
    return " from "
        + clock(hours.first(), minutes.first())
        + " to "
        + clock(hours.last(), minutes.last());
  }

  private String minuteWords() {
    return minutes.size() == 1
        ? minuteWords(minutes.first())
        : NumberWords.list(minutes, String::valueOf) + " minutes";
  }

  private static String minuteWords(int minute) {
    return minute + (minute == 1 ? " minute" : " minutes");
  }

  private static String every(int number, String unit) {
    return number == 1 ? "Every " + unit : "Every " + number + " " + unit + "s";
  }

  private static String clock(int hour, int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", hour, minute);
  }
}
