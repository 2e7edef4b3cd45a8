package com.blueplm.runner.local.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for conditions that can only be looked at. */
public final class Wait {
  private Wait() {}

  /** Looks every few milliseconds, and tells whether the condition held in time. */
  public static boolean until(Duration limit, Duration interval, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(interval.toNanos());
    }
    return true;
  }
}
