package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.ScriptExecutorContract;

class ProcessSandboxTest extends ScriptExecutorContract {

  @Override
  protected Sandbox sandbox() {
    return new ProcessSandbox(spawner, Machine.python(), ResourceControl.none());
  }
}
