package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command to run in isolation.
 *
 * @param key names the job on this machine, as its control group or container: letters, digits and
 *     hyphens
 * @param workspace a directory of the job's own, for the sandbox's files
 * @param command program and arguments, with paths as the command sees them
 * @param environment the whole environment: nothing is inherited
 * @param mounts what the command may see beside the system and the base environment
 * @param limits what it may use
 * @param network what it may reach
 */
public record SandboxJob(
    String key,
    Path workspace,
    List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    SandboxLimits limits,
    SandboxNetwork network) {

  @Override
  public String toString() {
    return "SandboxJob[" + key + "]";
  }
}
