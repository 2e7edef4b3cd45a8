package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Checks a schedule: its lines, its zone, and with Temporal whether it is understood and ever
 * fires.
 */
@Component
class SpecCheck {
  /** A spec without a due time in so long never fires: longer than the gap around a leap day. */
  private static final Duration HORIZON = Duration.ofDays(8 * 366);

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  private final MatchingTimes times;
  private final Clock clock;

  SpecCheck(MatchingTimes times, Clock clock) {
    this.times = times;
    this.clock = clock;
  }

  /**
   * The next due times.
   *
   * @param cronField how the caller names the cron text
   * @param zoneField how the caller names the zone
   * @throws ProblemException 400 on either field, 503 when Temporal does not answer
   */
  Checked check(String cronField, String cron, String zoneField, String timezone, int count) {
    CronLines lines = CronLines.parse(cronField, cron);
    ZoneId zone = zone(zoneField, timezone);
    Instant now = clock.instant();
    List<Instant> next =
        ask(cronField, lines, timezone, spec -> spec.between(now, now.plus(HORIZON)));
    if (next.isEmpty()) {
      throw ProblemException.invalid(
          cronField,
          "\"" + cron.strip() + "\" never fires: no date in the next eight years matches it");
    }
    return new Checked(lines, zone, next.stream().limit(count).toList());
  }

  /** Throws 400 when there is no such time zone. */
  void checkZone(String field, String timezone) {
    zone(field, timezone);
  }

  /** What happens when the clocks change, within a year. */
  List<String> warnings(Checked checked) {
    Instant now = clock.instant();
    List<String> wallClock = checked.lines().wallClock();
    return !wallClock.isEmpty() && DstWarnings.mayMatter(checked.zone(), now)
        ? times.ask(wallClock, "UTC", spec -> DstWarnings.of(spec, checked.zone(), now))
        : List.of();
  }

  private List<Instant> ask(
      String cronField,
      CronLines lines,
      String timezone,
      Function<MatchingTimes.Spec, List<Instant>> question) {
    try {
      return times.ask(lines.expressions(), timezone, question);
    } catch (RuntimeException failure) {
      String refusal = ScheduleCalls.refusal(failure);
      if (refusal == null) {
        throw failure;
      }
      throw ProblemException.invalid(
          cronField,
          "\"" + String.join("; ", lines.expressions()) + "\" is not a valid schedule: " + refusal);
    }
  }

  private static ZoneId zone(String field, String timezone) {
    if (!ZONES.contains(timezone)) {
      throw ProblemException.invalid(
          field,
          "\""
              + timezone
              + "\" is not a time zone; use an IANA name such as UTC or America/New_York");
    }
    return ZoneId.of(timezone);
  }

  /** A checked schedule and its next due times. */
  record Checked(CronLines lines, ZoneId zone, List<Instant> next) {}
}
