package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleFacts;
import com.blueplm.runner.api.script.ScheduleSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Words and next due times of saved schedules. Where Temporal does not answer, only what is known
 * already is shown for a while, so that a list of scripts waits for it once.
 */
@Component
class StoredScheduleFacts implements ScheduleFacts {
  private static final Logger log = LoggerFactory.getLogger(StoredScheduleFacts.class);
  private static final int SHOWN = 5;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private final DueTimes due;
  private final Clock clock;
  private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.EPOCH);

  StoredScheduleFacts(DueTimes due, Clock clock) {
    this.due = due;
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
    if (clock.instant().isBefore(quietUntil.get())) {
      return due.known(spec.cron(), spec.timezone(), SHOWN).orElse(null);
    }
    try {
      return due.next(spec.cron(), spec.timezone(), SHOWN);
    } catch (RuntimeException failure) {
      quietUntil.set(clock.instant().plus(PAUSE_AFTER_FAILURE));
      log.warn(
          "Next runs are not shown; Temporal is asked again in {} s.",
          PAUSE_AFTER_FAILURE.toSeconds(),
          failure);
      return null;
    }
  }
}
