package com.blueplm.runner.worker.sandbox.cgroup;

/** What of a control group this worker uses. */
enum Controller {
  MEMORY("memory"),
  PIDS("pids"),
  CPU("cpu"),
  /** CPU time used; a part of {@link #CPU} in version 2. */
  CPU_TIME("cpuacct");

  private final String kernelName;

  Controller(String kernelName) {
    this.kernelName = kernelName;
  }

  String kernelName() {
    return kernelName;
  }
}
