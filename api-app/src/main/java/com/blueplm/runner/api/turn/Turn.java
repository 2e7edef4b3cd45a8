package com.blueplm.runner.api.turn;

/** The works that replicas take turns in; each has an advisory lock of its own in Postgres. */
public enum Turn {
  /** Brings runs and workflows together. */
  RUNS(7_202_611_240_001L),
  /** Accounts and settles due slots. */
  SLOTS(7_202_611_240_002L),
  /** Compares Schedules with their scripts. */
  SCHEDULES(7_202_611_240_003L);

  private final long lock;

  Turn(long lock) {
    this.lock = lock;
  }

  long lock() {
    return lock;
  }
}
