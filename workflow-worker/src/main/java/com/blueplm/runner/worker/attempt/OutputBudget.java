package com.blueplm.runner.worker.attempt;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes both streams together may still have. Thread-safe. */
final class OutputBudget {

  private final AtomicLong remaining;
  private final Runnable onExceeded;
  private volatile boolean exceeded;

  OutputBudget(long bytes, Runnable onExceeded) {
    this.remaining = new AtomicLong(bytes);
    this.onExceeded = onExceeded;
  }

  /** Takes up to {@code wanted} bytes and answers how many it got. */
  int take(int wanted) {
    long before = remaining.getAndUpdate(left -> Math.max(0, left - wanted));
    if (before < wanted) {
      exceeded = true;
      onExceeded.run();
    }
    return (int) Math.min(before, wanted);
  }

  boolean isExceeded() {
    return exceeded;
  }
}
