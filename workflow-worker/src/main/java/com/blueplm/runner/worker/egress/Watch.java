package com.blueplm.runner.worker.egress;

import java.time.Duration;

/** When a connection is given up because nothing moves. Thread-safe. */
final class Watch {

  private volatile long patience;
  private volatile boolean moving;
  private volatile long deadline;

  /** Something must have ended by then, whatever moves. */
  void until(Duration limit) {
    moving = false;
    deadline = System.nanoTime() + limit.toNanos();
  }

  /** From now on each movement gives another such time. */
  void whileMoving(Duration idle) {
    patience = idle.toNanos();
    deadline = System.nanoTime() + patience;
    moving = true;
  }

  /** Something moved. */
  void moved() {
    if (moving) {
      deadline = System.nanoTime() + patience;
    }
  }

  boolean isOver() {
    return System.nanoTime() - deadline > 0;
  }
}
