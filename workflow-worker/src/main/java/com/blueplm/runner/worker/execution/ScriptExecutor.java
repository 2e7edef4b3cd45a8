package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.io.IOException;

/** Starts scripts at one isolation level. */
public interface ScriptExecutor {

  /** The level that scripts get. */
  IsolationLevel level();

  /**
   * Starts the order's script in its workspace.
   *
   * @throws IOException when the sandbox cannot be started
   */
  ScriptProcess start(ExecutionOrder order, Workspace workspace) throws IOException;
}
