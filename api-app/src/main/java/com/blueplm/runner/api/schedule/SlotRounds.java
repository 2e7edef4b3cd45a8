package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.turn.Turn;
import com.blueplm.runner.api.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Accounts due slots and settles open ones, one replica at a time. */
@Component
class SlotRounds {
  private static final Logger log = LoggerFactory.getLogger(SlotRounds.class);

  /** A slot that is well has its run long before. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Turns turns;
  private final SlotAccountant accountant;
  private final SlotSettlement settlement;
  private final Clock clock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean away;

  SlotRounds(Turns turns, SlotAccountant accountant, SlotSettlement settlement, Clock clock) {
    this.turns = turns;
    this.accountant = accountant;
    this.settlement = settlement;
    this.clock = clock;
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void round() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      turns.take(Turn.SLOTS, this::accountAndSettle);
    } catch (DataAccessException | CannotCreateTransactionException failure) {
      tell("The database", failure);
    } finally {
      busy.set(false);
    }
  }

  /** False when Temporal does not answer. */
  private boolean accountAndSettle() {
    Instant due = clock.instant().minus(GRACE);
    try {
      accountant.accountAll(due);
      settlement.settle(due);
      away = false;
      return true;
    } catch (ProblemException failure) {
      if (failure.code() != ErrorCode.TEMPORAL_UNAVAILABLE) {
        throw failure;
      }
      tell("Temporal", failure);
      return false;
    }
  }

  private void tell(String who, RuntimeException failure) {
    if (!away) {
      away = true;
      log.warn("{} does not answer; due slots are accounted as soon as it does", who, failure);
    }
  }
}
