package com.blueplm.runner.api.schedule;

import java.util.List;

/** The English names that a cron expression may hold, or their first three letters. */
final class CronNames {
  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  /** From 0 on. */
  static final List<String> WEEKDAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  private CronNames() {}
}
