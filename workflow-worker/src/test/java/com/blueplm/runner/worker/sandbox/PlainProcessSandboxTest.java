package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.ScriptExecutorContract;
import java.util.Optional;

/** As on a machine without {@code script-init}. */
class PlainProcessSandboxTest extends ScriptExecutorContract {

  @Override
  protected Sandbox sandbox(TestSandboxes sandboxes) {
    return new ProcessSandbox(
        sandboxes.spawner(), Machine.python(), Optional.empty(), sandboxes.control());
  }

  /** Nobody keeps the status apart from the number that shells use. */
  @Override
  protected boolean tellsExitCodesFromSignals() {
    return false;
  }

  @Override
  protected boolean limitsFiles() {
    return false;
  }
}
