package com.blueplm.runner.worker.gateway;

import java.time.Duration;
import java.util.function.Supplier;

/** Repeats a call while api-app is not available, with growing waits. */
public final class RetryingCall {

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private RetryingCall() {}

  /**
   * Calls until it succeeds or the rule says stop.
   *
   * @throws GatewayUnavailableException when the rule said stop
   */
  public static <T> T call(Supplier<T> call, Rule rule) {
    Duration wait = Duration.ZERO;
    while (true) {
      try {
        return call.get();
      } catch (GatewayUnavailableException e) {
        if (!rule.mayRepeat(e) || !pause(wait)) {
          throw e;
        }
        wait = next(wait);
      }
    }
  }

  /** The first repetition is immediate: a kept connection may just have been closed. */
  private static Duration next(Duration wait) {
    Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  private static boolean pause(Duration wait) {
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Decides whether a call is repeated. */
  @FunctionalInterface
  public interface Rule {
    boolean mayRepeat(GatewayUnavailableException cause);
  }
}
