package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.slot.Slots;
import com.blueplm.runner.api.slot.SpecPeriod;
import com.blueplm.runner.api.slot.Specs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives each due slot its row. Which slots were due is a matter of each period of a schedule and of
 * Temporal's answer alone, so it does not matter when the rows are made: after an outage they are
 * made then.
 */
@Component
class SlotAccountant {
  private static final Logger log = LoggerFactory.getLogger(SlotAccountant.class);
  private static final int BATCH = 500;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

  private final Specs specs;
  private final Slots slots;
  private final DueTimes due;
  private final Clock clock;

  SlotAccountant(Specs specs, Slots slots, DueTimes due, Clock clock) {
    this.specs = specs;
    this.slots = slots;
    this.due = due;
    this.clock = clock;
  }

  /**
   * Accounts the slots of all scripts up to a moment.
   *
   * @throws ProblemException 503 when Temporal does not answer; the rest is done later
   */
  void accountAll(Instant until) {
    for (SpecPeriod period : specs.unaccounted(until, BATCH)) {
      try {
        account(period, until, true);
      } catch (ProblemException failure) {
        if (failure.code() == ErrorCode.TEMPORAL_UNAVAILABLE) {
          throw failure;
        }
        failed(period, failure);
      } catch (RuntimeException failure) {
        failed(period, failure);
      }
    }
  }

  /**
   * Accounts the slots of one script up to a moment.
   *
   * @throws ProblemException 503 when Temporal does not answer
   */
  void account(UUID orgId, UUID scriptId, Instant until) {
    boolean done = false;
    while (!done) {
      done = true;
      for (SpecPeriod period : specs.unaccounted(orgId, scriptId, until)) {
        done &= account(period, until, false);
      }
    }
  }

  /**
   * False when the period changed meanwhile.
   *
   * @param always whether it is also noted that nothing was due
   */
  private boolean account(SpecPeriod period, Instant moment, boolean always) {
    Instant end = period.endBy(moment);
    SpecPeriod rest = period;
    while (rest.accountedUntil().isBefore(end)) {
      DuePage page = due.from(rest.cron(), rest.timezone(), rest.accountedUntil());
      Instant until = page.until().isBefore(end) ? page.until() : end;
      List<Instant> times = page.between(rest.accountedUntil(), until);
      if (times.isEmpty() && !always && rest.validTo() == null) {
        return true;
      }
      if (!slots.account(rest, times, until, page.firstAfter(until).orElse(page.until()))) {
        return false;
      }
      rest = rest.accountedUntil(until);
    }
    return true;
  }

  private void failed(SpecPeriod period, RuntimeException failure) {
    log.warn(
        "The due slots of script {} could not be accounted; the next try is in {} s.",
        period.scriptId(),
        PAUSE_AFTER_FAILURE.toSeconds(),
        failure);
    specs.lookAgain(period, clock.instant().plus(PAUSE_AFTER_FAILURE));
  }
}
