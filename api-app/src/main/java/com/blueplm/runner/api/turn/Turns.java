package com.blueplm.runner.api.turn;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Lets one replica at a time do a work. A replica that does not reach Temporal stands back for a
 * while, so that another one, which may reach it, gets the next turn.
 */
@Component
public class Turns {
  /** Longer than the time between two rounds of any work. */
  private static final Duration STAND_BACK = Duration.ofMillis(2500);

  private final TurnsRepository repository;
  private final Map<Turn, Long> standsBackUntil = new EnumMap<>(Turn.class);

  Turns(TurnsRepository repository) {
    this.repository = repository;
  }

  /**
   * Does the work, unless another replica is at it or this one stands back.
   *
   * @param work answers whether Temporal did, as far as it was asked
   */
  public void take(Turn turn, BooleanSupplier work) {
    if (standsBack(turn)) {
      return;
    }
    repository.exclusively(
        turn.lock(),
        () -> {
          if (!work.getAsBoolean()) {
            standBack(turn);
          }
        });
  }

  private synchronized boolean standsBack(Turn turn) {
    Long until = standsBackUntil.get(turn);
    return until != null && System.nanoTime() - until < 0;
  }

  private synchronized void standBack(Turn turn) {
    standsBackUntil.put(turn, System.nanoTime() + STAND_BACK.toNanos());
  }
}
