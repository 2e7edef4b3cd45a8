package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.schedule.CronField.Kind;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The five fields of a line, read for words and warnings.
 *
 * @param eitherDay whether day-of-month or weekday is enough, as crontab has it when both are given
 *     and neither begins with {@code *}
 */
record CronExpression(
    CronField minute,
    CronField hour,
    CronField day,
    CronField month,
    CronField weekday,
    boolean eitherDay) {
  /**
   * Reads five fields.
   *
   * @throws IllegalArgumentException with a message for people
   */
  static CronExpression parse(String[] fields) {
    CronExpression expression =
        new CronExpression(
            CronField.parse(Kind.MINUTE, fields[0]),
            CronField.parse(Kind.HOUR, fields[1]),
            CronField.parse(Kind.DAY, fields[2]),
            CronField.parse(Kind.MONTH, fields[3]),
            CronField.parse(Kind.WEEKDAY, fields[4]),
            !fields[2].startsWith("*") && !fields[4].startsWith("*"));
    if (!expression.eitherDay && expression.neverComes()) {
      throw new IllegalArgumentException(
          "never fires: there is no day "
              + expression.day.values().first()
              + " in "
              + (expression.month.values().size() == 1 ? "that month" : "those months"));
    }
    return expression;
  }

  private boolean neverComes() {
    int first = day.values().first();
    return month.values().stream().noneMatch(number -> first <= Month.of(number).maxLength());
  }

  /** Whether it is due in every hour of every day. */
  boolean isHourly() {
    return hour.isAll() && day.isAll() && month.isAll() && weekday.isAll();
  }

  /** Whether it is due on 29 February only. */
  boolean isLeapDay() {
    return !eitherDay
        && month.values().equals(Set.of(Month.FEBRUARY.getValue()))
        && day.values().first() == Month.FEBRUARY.maxLength();
  }

  /** The times on the clock of the wall that it names, from one inclusive to another exclusive. */
  List<LocalDateTime> between(LocalDateTime from, LocalDateTime until) {
    List<LocalDateTime> times = new ArrayList<>();
    LocalDateTime time = from.truncatedTo(ChronoUnit.MINUTES);
    while (time.isBefore(until)) {
      if (!time.isBefore(from) && matches(time)) {
        times.add(time);
      }
      time = time.plusMinutes(1);
    }
    return times;
  }

  private boolean matches(LocalDateTime time) {
    boolean thatDay = day.values().contains(time.getDayOfMonth());
    boolean thatWeekday = weekday.values().contains(time.getDayOfWeek().getValue() % 7);
    return minute.values().contains(time.getMinute())
        && hour.values().contains(time.getHour())
        && month.values().contains(time.getMonthValue())
        && (eitherDay ? thatDay || thatWeekday : thatDay && thatWeekday);
  }
}
