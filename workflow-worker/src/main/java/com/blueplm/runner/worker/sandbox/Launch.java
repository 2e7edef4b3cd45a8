package com.blueplm.runner.worker.sandbox;

import java.io.IOException;

/** Starts a job's first process under the job's resources, and releases them when that fails. */
final class Launch {

  private Launch() {}

  static SandboxProcess start(ResourceControl control, SandboxJob job, Spawn spawn, Adopt adopt)
      throws IOException {
    JobResources resources = control.prepare(job);
    boolean started = false;
    try {
      SandboxProcess process = adopt.tree(spawn.process(resources), resources);
      started = true;
      return process;
    } finally {
      if (!started) {
        var unused = resources.close(ResourceUse.UNKNOWN);
      }
    }
  }

  /** Starts the first process. */
  @FunctionalInterface
  interface Spawn {
    Process process(JobResources resources) throws IOException;
  }

  /** Makes the tree of a first process. */
  @FunctionalInterface
  interface Adopt {
    SandboxProcess tree(Process process, JobResources resources);
  }
}
