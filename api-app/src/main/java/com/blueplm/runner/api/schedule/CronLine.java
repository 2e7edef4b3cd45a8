package com.blueplm.runner.api.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * One line of a schedule.
 *
 * <p>Temporal 1.31 loses due times when clocks are turned back: in Berlin {@code 0 * * * *} leaves
 * the doubled hour out, and {@code *}{@code /15 * * * *} an hour and a half. What is due in every
 * hour is therefore told to it as elapsed time, which in zones that change by whole hours is the
 * same on every other day.
 */
sealed interface CronLine {

  /** The cron strings that say it to Temporal. */
  List<String> in(ZoneId zone);

  /** {@code @every}: elapsed time, counted from the epoch. */
  record Every(Duration interval) implements CronLine {
    @Override
    public List<String> in(ZoneId zone) {
      return List.of("@every " + interval.toSeconds() + "s");
    }
  }

  /**
   * Five fields.
   *
   * @param text as given, in single spaces
   */
  record Fields(String text, CronExpression expression) implements CronLine {
    @Override
    public List<String> in(ZoneId zone) {
      if (expression.isHourly() && WholeHourZones.contains(zone)) {
        return ElapsedTime.of(expression.minute().values(), WholeHourZones.minutesPast(zone));
      }
      if (!expression.eitherDay()) {
        return List.of(text);
      }
      // Crontab wants either day to match; Temporal wants both.
      String[] fields = text.split(" ");
      return List.of(
          String.join(" ", fields[0], fields[1], fields[2], fields[3], "*"),
          String.join(" ", fields[0], fields[1], "*", fields[3], fields[4]));
    }

    /** Whether it follows the clock on the wall, also on the days when that is changed. */
    boolean followsWallClock(ZoneId zone) {
      return !(expression.isHourly() && WholeHourZones.contains(zone));
    }
  }
}
