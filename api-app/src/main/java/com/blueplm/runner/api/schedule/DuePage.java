package com.blueplm.runner.api.schedule;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * All due times of a schedule in a range, as Temporal answered them.
 *
 * @param after the range's beginning, exclusive
 * @param until its end, inclusive
 * @param seconds the due times in seconds of the epoch, soonest first: Temporal knows no finer ones
 */
@SuppressWarnings("ArrayRecordComponent") // small, and never shown
record DuePage(Instant after, Instant until, long[] seconds) {

  static DuePage of(Instant after, Instant until, List<Instant> times) {
    return new DuePage(after, until, times.stream().mapToLong(Instant::getEpochSecond).toArray());
  }

  /** Whether the page knows what comes right after one moment and up to another. */
  boolean covers(Instant start, Instant end) {
    return !start.isBefore(after) && start.isBefore(until) && !end.isAfter(until);
  }

  /** Due times after one moment and up to another. */
  List<Instant> between(Instant start, Instant end) {
    return times()
        .mapToObj(Instant::ofEpochSecond)
        .filter(time -> time.isAfter(start) && !time.isAfter(end))
        .toList();
  }

  Optional<Instant> firstAfter(Instant moment) {
    return times().mapToObj(Instant::ofEpochSecond).filter(moment::isBefore).findFirst();
  }

  /** The same page with so many times at most. */
  DuePage limitedTo(int count) {
    return seconds.length <= count
        ? this
        : new DuePage(
            after, Instant.ofEpochSecond(seconds[count - 1]), Arrays.copyOf(seconds, count));
  }

  private LongStream times() {
    return Arrays.stream(seconds);
  }
}
