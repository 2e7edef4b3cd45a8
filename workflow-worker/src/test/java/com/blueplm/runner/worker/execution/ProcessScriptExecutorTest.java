package com.blueplm.runner.worker.execution;

import java.io.IOException;

class ProcessScriptExecutorTest extends ScriptExecutorContract {

  @Override
  ScriptExecutor executor() throws IOException {
    return new ProcessScriptExecutor(spawner, Machine.python(), CLOCK);
  }
}
