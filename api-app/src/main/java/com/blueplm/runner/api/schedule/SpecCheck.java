package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Checks a schedule: its lines, its zone, and with Temporal whether it is understood and ever
 * fires.
 */
@Component
class SpecCheck {
  /** A spec without a due time in so long never fires: longer than the gap around a leap day. */
  private static final Duration HORIZON = Duration.ofDays(8 * 366);

  /** Java's own old names are unknown to everybody else. */
  private static final Set<String> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(zone -> !zone.startsWith("SystemV/"))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern OFFSET = Pattern.compile("(?i)(UTC|GMT|UT|Z)?[+-].*|Z");

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
    return ask(cronField, lines, zone, spec -> next(cronField, cron, zone, spec, count));
  }

  /**
   * The same with the warnings about changes of the clocks. Where every line may be touched by them
   * the same scratch Schedule answers both questions.
   */
  Previewed preview(String cronField, String cron, String zoneField, String timezone, int count) {
    CronLines lines = CronLines.parse(cronField, cron);
    ZoneId zone = zone(zoneField, timezone);
    Instant now = clock.instant();
    CronLines wallClock = lines.wallClock(zone);
    if (wallClock.lines().isEmpty() || !DstWarnings.mayMatter(zone, now)) {
      Checked checked = check(cronField, cron, zoneField, timezone, count);
      return new Previewed(lines, checked, List.of());
    }
    if (wallClock.equals(lines)) {
      return ask(
          cronField,
          lines,
          zone,
          spec ->
              new Previewed(
                  lines,
                  next(cronField, cron, zone, spec, count),
                  DstWarnings.of(lines, zone, now, spec)));
    }
    Checked checked = check(cronField, cron, zoneField, timezone, count);
    return new Previewed(
        lines,
        checked,
        ask(cronField, wallClock, zone, spec -> DstWarnings.of(wallClock, zone, now, spec)));
  }

  /** Throws 400 when there is no such time zone. */
  void checkZone(String field, String timezone) {
    zone(field, timezone);
  }

  private Checked next(
      String cronField, String cron, ZoneId zone, MatchingTimes.Spec spec, int count) {
    Instant now = clock.instant();
    List<Instant> next = spec.between(now, now.plus(HORIZON));
    if (next.isEmpty()) {
      throw ProblemException.invalid(
          cronField,
          "\"" + cron.strip() + "\" never fires: no date in the next eight years matches it");
    }
    return new Checked(zone, next.stream().limit(count).toList());
  }

  private <T> T ask(
      String cronField, CronLines lines, ZoneId zone, Function<MatchingTimes.Spec, T> question) {
    List<String> expressions = lines.expressionsIn(zone);
    try {
      return times.ask(expressions, zone.getId(), question);
    } catch (RuntimeException failure) {
      String refusal = ScheduleCalls.refusal(failure);
      if (refusal == null) {
        throw failure;
      }
      throw ProblemException.invalid(
          cronField,
          "\"" + String.join("; ", expressions) + "\" is not a valid schedule: " + refusal);
    }
  }

  private static ZoneId zone(String field, String timezone) {
    if (!ZONES.contains(timezone)) {
      throw ProblemException.invalid(
          field,
          "\""
              + timezone
              + "\" is not a time zone; use an IANA name such as UTC or America/New_York"
              + (OFFSET.matcher(timezone).matches()
                  ? "; a fixed offset is named Etc/GMT-2 for UTC+2, Etc/GMT+5 for UTC-5"
                  : ""));
    }
    return ZoneId.of(timezone);
  }

  /** A checked schedule's next due times, soonest first. */
  record Checked(ZoneId zone, List<Instant> next) {}

  /** The same with what it was read as and the warnings about the clocks. */
  record Previewed(CronLines lines, Checked checked, List<String> warnings) {}
}
