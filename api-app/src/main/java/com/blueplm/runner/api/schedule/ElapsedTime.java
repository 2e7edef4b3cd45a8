package com.blueplm.runner.api.schedule;

import java.util.List;
import java.util.SortedSet;

/** Minutes of every hour, said as intervals. */
final class ElapsedTime {
  private static final int HOUR = 60;

  private ElapsedTime() {}

  /**
   * {@code @every} strings.
   *
   * @param minutes the minutes on the clock of the wall
   * @param minutesPast how far that clock is ahead of UTC, in minutes past the hour
   */
  static List<String> of(SortedSet<Integer> minutes, int minutesPast) {
    int step = HOUR / minutes.size();
    int first = minutes.first();
    boolean even =
        HOUR % minutes.size() == 0
            && minutes.stream().allMatch(minute -> minute % step == first % step);
    return even
        ? List.of(every(step, first - minutesPast))
        : minutes.stream().map(minute -> every(HOUR, minute - minutesPast)).toList();
  }

  private static String every(int minutes, int phase) {
    int positive = Math.floorMod(phase, minutes);
    return "@every " + minutes + "m" + (positive == 0 ? "" : "/" + positive + "m");
  }
}
