package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleFacts;
import com.blueplm.runner.api.script.ScheduleSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Words and next due times of saved schedules. Due times depend on the spec alone, so a page of
 * them is kept by spec and Temporal is asked again only when it runs short: a list of scripts costs
 * no calls.
 */
@Component
class StoredScheduleFacts implements ScheduleFacts {
  private static final Logger log = LoggerFactory.getLogger(StoredScheduleFacts.class);
  private static final int SHOWN = 5;
  private static final int KEPT = 200;
  private static final int MAX_SPECS = 10_000;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private final SpecCheck check;
  private final Clock clock;
  private final Map<Key, Page> kept = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.EPOCH);

  StoredScheduleFacts(SpecCheck check, Clock clock) {
    this.check = check;
    this.clock = clock;
  }

  @Override
  public @Nullable String textOf(ScheduleSpec spec) {
    return spec.cron() == null ? null : CronWords.of(CronLines.parse("schedule_cron", spec.cron()));
  }

  @Override
  public @Nullable List<Instant> nextRuns(UUID scriptId, ScheduleSpec spec) {
    if (spec.cron() == null || !spec.enabled() || !spec.scriptActive()) {
      return List.of();
    }
    Key key = new Key(spec.cron(), spec.timezone());
    Page page = kept.get(key);
    Instant now = clock.instant();
    if (page == null || !now.isBefore(page.goodUntil())) {
      page = ask(key, now);
    }
    return page == null ? null : page.after(now);
  }

  private @Nullable Page ask(Key key, Instant now) {
    if (now.isBefore(quietUntil.get())) {
      return null;
    }
    try {
      List<Instant> times =
          check
              .check("schedule_cron", key.cron(), "schedule_timezone", key.timezone(), KEPT)
              .next();
      if (kept.size() >= MAX_SPECS) {
        kept.clear();
      }
      Page page = Page.of(times, now);
      kept.put(key, page);
      return page;
    } catch (RuntimeException failure) {
      quietUntil.set(clock.instant().plus(PAUSE_AFTER_FAILURE));
      log.warn(
          "Next runs are not shown; Temporal is asked again in {} s.",
          PAUSE_AFTER_FAILURE.toSeconds(),
          failure);
      return null;
    }
  }

  /**
   * Due times that are known.
   *
   * @param times soonest first
   * @param goodUntil until when enough of them lie ahead
   */
  private record Page(List<Instant> times, Instant goodUntil) {
    static Page of(List<Instant> times, Instant now) {
      // A short page holds every due time of the next years.
      return new Page(
          times,
          times.size() < KEPT ? now.plus(Duration.ofDays(1)) : times.get(times.size() - SHOWN));
    }

    List<Instant> after(Instant now) {
      return times.stream().filter(now::isBefore).limit(SHOWN).toList();
    }
  }

  private record Key(String cron, String timezone) {}
}
