package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.contract.IsolationLevel;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands as plain processes with limits where the machine has them. No protection against a
 * hostile command: the network is the machine's, and the proxy is only offered.
 */
public final class ProcessSandbox extends SharedSystemSandbox {

  private final Optional<NativeTools> tools;

  /**
   * A sandbox with a base environment.
   *
   * @param tools empty where there are none, as on macOS: then a process that leaves its parents
   *     behind is found by its environment only
   */
  public ProcessSandbox(
      ProcessSpawner spawner,
      PythonInterpreter python,
      Optional<NativeTools> tools,
      ResourceControl control) {
    super(spawner, python, control);
    this.tools = tools;
  }

  @Override
  public IsolationLevel level() {
    return IsolationLevel.PROCESS;
  }

  @Override
  boolean hasInit() {
    return tools.isPresent();
  }

  @Override
  List<String> command(SandboxJob job, JobResources resources) {
    // No limit on processes: it would count all of this user's, the worker's threads included.
    return tools
        .map(present -> initOf(present, job, resources).before(job.command()))
        .orElse(job.command());
  }
}
