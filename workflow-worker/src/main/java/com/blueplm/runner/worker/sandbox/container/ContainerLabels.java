package com.blueplm.runner.worker.sandbox.container;

/** Labels by which an engine's containers are told apart. */
final class ContainerLabels {

  /** The home of the worker that made the container: one worker at a time has it. */
  static final String OWNER = "com.blueplm.runner.owner";

  /** The job's key. */
  static final String JOB = "com.blueplm.runner.job";

  private ContainerLabels() {}
}
