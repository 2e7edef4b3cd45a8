package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.worker.execution.ScriptExecutorContract;

class ProcessSandboxTest extends ScriptExecutorContract {

  @Override
  protected Sandbox sandbox(TestSandboxes sandboxes) {
    return sandboxes.process();
  }
}
