package com.blueplm.runner.api.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Zones whose clocks change regularly and by whole hours: most of those with daylight saving time.
 * Lord Howe changes by half an hour; zones without changes need no care.
 */
final class WholeHourZones {
  /** One year that stands for all: what a zone is told as must not depend on today. */
  private static final Instant FROM = Instant.parse("2040-01-01T00:00:00Z");

  private static final Instant UNTIL = FROM.plus(Duration.ofDays(366));
  private static final Map<ZoneId, Boolean> KNOWN = new ConcurrentHashMap<>();

  private WholeHourZones() {}

  static boolean contains(ZoneId zone) {
    return KNOWN.computeIfAbsent(zone, WholeHourZones::changesByWholeHours);
  }

  /** By how many minutes past the hour the zone's clocks are ahead of UTC, in all its offsets. */
  static int minutesPast(ZoneId zone) {
    ZoneOffset offset = zone.getRules().getOffset(FROM);
    return Math.floorMod(offset.getTotalSeconds() / 60, 60);
  }

  private static boolean changesByWholeHours(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.nextTransition(FROM);
    if (change == null || change.getInstant().isAfter(UNTIL)) {
      return false;
    }
    while (change != null && change.getInstant().isBefore(UNTIL)) {
      if (change.getDuration().toSeconds() % Duration.ofHours(1).toSeconds() != 0) {
        return false;
      }
      change = rules.nextTransition(change.getInstant());
    }
    return true;
  }
}
