package com.blueplm.runner.worker.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.execution.ScriptExecutorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

/** With control groups, where this machine lets us make them. */
class GroupedBubblewrapSandboxTest extends ScriptExecutorContract {

  @Override
  protected TestSandboxes open(Path home) {
    return TestSandboxes.withGroups(home);
  }

  @BeforeEach
  void requireGroups() {
    assumeTrue(
        sandboxes.control().probes().toString().contains("memory limit=whole tree"),
        "no control groups can be made here");
  }

  @Override
  protected Sandbox sandbox(TestSandboxes sandboxes) {
    return sandboxes.bubblewrap();
  }
}
