package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.slot.DueSlots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * When schedules are due, as Temporal says. That depends on the lines and the zone alone, so the
 * coming times are kept by these, and in the usual case nobody waits for Temporal: not the
 * accountant, not {@code ledger.open}, not a list of scripts.
 */
@Component
class DueTimes implements DueSlots {
  /** What Temporal answers at most. */
  private static final int PAGE = 1_000;

  private static final int KEPT = 200;
  private static final int MAX_SPECS = 10_000;
  private static final Duration HORIZON = Duration.ofDays(8 * 366);

  /** Pages begin a little before now, so that whoever looks back a moment finds it, too. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);

  private final MatchingTimes times;
  private final Clock clock;
  private final Map<Key, DuePage> kept = new ConcurrentHashMap<>();

  DueTimes(MatchingTimes times, Clock clock) {
    this.times = times;
    this.clock = clock;
  }

  /**
   * What is known from a moment on; at least something, at most 1,000 times.
   *
   * @throws RuntimeException when Temporal has to be asked and does not answer, or refuses the spec
   */
  DuePage from(String cron, String timezone, Instant after) {
    Key key = new Key(cron, timezone);
    DuePage known = kept.get(key);
    return known != null && known.covers(after, after) ? known : ask(key, after);
  }

  /** The next times after now, fewer only when no more come in the next years. */
  List<Instant> next(String cron, String timezone, int count) {
    return known(cron, timezone, count)
        .orElseGet(
            () -> {
              Instant now = clock.instant();
              DuePage page = ask(new Key(cron, timezone), now.minus(LOOK_BACK));
              return page.between(now, page.until()).stream().limit(count).toList();
            });
  }

  /** The same, where it is known without asking Temporal. */
  Optional<List<Instant>> known(String cron, String timezone, int count) {
    Instant now = clock.instant();
    return Optional.ofNullable(kept.get(new Key(cron, timezone)))
        .filter(page -> page.covers(now, now) && knowsNext(page, now, count))
        .map(page -> page.between(now, page.until()).stream().limit(count).toList());
  }

  private static boolean knowsNext(DuePage page, Instant now, int count) {
    return page.between(now, page.until()).size() >= count
        || page.until().isAfter(now.plus(HORIZON.dividedBy(2)));
  }

  @Override
  public boolean isDue(String cron, String timezone, Instant moment) {
    Key key = new Key(cron, timezone);
    Instant before = moment.minusSeconds(1);
    DuePage known = kept.get(key);
    DuePage page = known != null && known.covers(before, moment) ? known : ask(key, before);
    return isIn(page, moment);
  }

  @Override
  public boolean isKnownNotDue(String cron, String timezone, Instant moment) {
    DuePage known = kept.get(new Key(cron, timezone));
    return known != null && known.covers(moment.minusSeconds(1), moment) && !isIn(known, moment);
  }

  private static boolean isIn(DuePage page, Instant moment) {
    return page.between(moment.minusSeconds(1), moment).contains(moment);
  }

  private DuePage ask(Key key, Instant after) {
    Instant horizon = later(after, clock.instant()).plus(HORIZON);
    List<Instant> due =
        times.ask(
            CronLines.forTemporal(key.cron(), key.timezone()),
            key.timezone(),
            spec -> spec.between(after, horizon));
    DuePage page = DuePage.of(after, due.size() < PAGE ? horizon : due.getLast(), due);
    DuePage coming = page.limitedTo(KEPT);
    if (coming.until().isAfter(clock.instant())) {
      if (kept.size() >= MAX_SPECS) {
        kept.clear();
      }
      kept.put(key, coming);
    }
    return page;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private record Key(String cron, String timezone) {}
}
