package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A tool to run in the sandbox to its end.
 *
 * @param workspace a directory of the job's own; its name is the job's
 * @param command program and arguments, as seen in the sandbox
 * @param environment its environment beside the usual
 * @param mounts what it may see
 * @param limits what it may use
 * @param online whether it may reach the package index
 * @param timeout how long it may take
 * @param disk how many bytes its workspace may hold
 */
record ToolJob(
    Path workspace,
    List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    SandboxLimits limits,
    boolean online,
    Duration timeout,
    long disk) {

  @Override
  public String toString() {
    return "ToolJob[" + workspace.getFileName() + "]";
  }
}
