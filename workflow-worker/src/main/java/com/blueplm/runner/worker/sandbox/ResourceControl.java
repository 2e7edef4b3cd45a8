package com.blueplm.runner.worker.sandbox;

import java.io.IOException;

/** Limits and measures the process trees of jobs. */
public interface ResourceControl {

  /**
   * Makes ready for a job that is about to start. Whoever calls this closes what it answers.
   *
   * @throws IOException when the machine refuses
   */
  JobResources prepare(SandboxJob job) throws IOException;

  /** Neither limits nor measures anything. */
  static ResourceControl none() {
    return job -> new UnwatchedResources(job.limits());
  }
}
