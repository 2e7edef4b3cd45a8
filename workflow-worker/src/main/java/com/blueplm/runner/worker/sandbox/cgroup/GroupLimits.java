package com.blueplm.runner.worker.sandbox.cgroup;

/**
 * What a group may use.
 *
 * @param memoryBytes memory of all its processes, file cache and temporary files included
 * @param cpuPercent share of one core in percent
 * @param tasks processes and threads
 */
record GroupLimits(long memoryBytes, int cpuPercent, int tasks) {

  /** The kernel's usual period. A longer one would stop a busy script for longer at a time. */
  static final int PERIOD_MICROS = 100_000;

  long quotaMicros() {
    return (long) cpuPercent * PERIOD_MICROS / 100;
  }
}
