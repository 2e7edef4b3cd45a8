package com.blueplm.runner.api.schedule;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The days of an expression in words. */
final class DayWords {
  private static final int SUNDAY = 7;

  private final CronExpression expression;
  private final SortedSet<Integer> days;
  private final SortedSet<Integer> months;

  /** From Monday, 1, to Sunday, 7. */
  private final SortedSet<Integer> weekdays = new TreeSet<>();

  DayWords(CronExpression expression) {
    this.expression = expression;
    this.days = expression.day().values();
    this.months = expression.month().values();
    expression.weekday().values().forEach(day -> weekdays.add(day == 0 ? SUNDAY : day));
  }

  /** Before times: "Daily at", "Weekly on Monday at". */
  String beforeTimes() {
    boolean byDay = !expression.day().isAll();
    boolean byWeekday = !expression.weekday().isAll();
    if (byDay && byWeekday) {
      return "On " + bothDays() + inMonths() + " at ";
    }
    if (byDay) {
      return onDates() + " at ";
    }
    if (!byWeekday) {
      return "Daily" + inMonths() + " at ";
    }
    return (weekdays.size() == 1 ? "Weekly on " : isRow() ? "" : "On ")
        + weekdayWords()
        + inMonths()
        + " at ";
  }

  /** After a frequency: ", Monday to Friday", ", on day 1 of the month"; empty for every day. */
  String afterFrequency() {
    boolean byDay = !expression.day().isAll();
    boolean byWeekday = !expression.weekday().isAll();
    if (byDay && byWeekday) {
      return ", on " + bothDays() + inMonths();
    }
    if (byDay) {
      return ", on " + dayWords() + " of " + ofMonths() + leapYears();
    }
    if (!byWeekday) {
      return expression.month().isAll() ? "" : "," + inMonths();
    }
    return ", " + (isRow() ? "" : "on ") + weekdayWords() + inMonths();
  }

  private String onDates() {
    if (expression.month().isAll()) {
      return "Monthly on " + dayWords();
    }
    if (days.size() == 1 && months.size() == 1) {
      return "Yearly on " + days.first() + " " + ofMonths() + leapYears();
    }
    return "On " + dayWords() + " of " + ofMonths() + leapYears();
  }

  private String bothDays() {
    return expression.eitherDay()
        ? dayWords() + " of the month or on " + weekdayWords()
        : dayWords() + " of the month when that is " + orWeekdays();
  }

  private String orWeekdays() {
    return isRow() ? weekdayWords() : weekdayWords().replace(" and ", " or ");
  }

  private String dayWords() {
    return (days.size() == 1 ? "day " : "days ") + NumberWords.list(days, String::valueOf);
  }

  private String weekdayWords() {
    return NumberWords.list(weekdays, day -> CronNames.WEEKDAYS.get(day % SUNDAY));
  }

  private boolean isRow() {
    return weekdays.size() > 2 && NumberWords.step(weekdays) == 1;
  }

  private String ofMonths() {
    return expression.month().isAll()
        ? "the month"
        : NumberWords.and(months.stream().map(month -> CronNames.MONTHS.get(month - 1)).toList());
  }

  private String inMonths() {
    if (expression.month().isAll()) {
      return "";
    }
    List<String> names = months.stream().map(month -> CronNames.MONTHS.get(month - 1)).toList();
    boolean row = names.size() > 2 && NumberWords.step(months) == 1;
    return " in " + (row ? names.getFirst() + " to " + names.getLast() : NumberWords.and(names));
  }

  private String leapYears() {
    return expression.isLeapDay() ? " (leap years only)" : "";
  }
}
