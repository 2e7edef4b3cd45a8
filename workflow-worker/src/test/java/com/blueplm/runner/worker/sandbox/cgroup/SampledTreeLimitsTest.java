package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.nio.file.Path;

/** Without control groups: the processes are looked at. */
class SampledTreeLimitsTest extends TreeLimitsContract {

  @Override
  TestSandboxes open(Path home) {
    return TestSandboxes.in(home);
  }
}
