package com.blueplm.runner.worker.sandbox;

import com.blueplm.runner.contract.IsolationLevel;
import java.io.IOException;
import java.nio.file.Path;

/** Starts commands at one isolation level. */
public interface Sandbox {

  /** The level that commands get. */
  IsolationLevel level();

  /**
   * Where a command sees a mount: at its target where the level has a file system of its own, at
   * its source elsewhere.
   */
  String seen(Mount mount);

  /** The interpreter of the base environment, as a command sees it. */
  String python();

  /** The temporary directory of a job with this workspace, as its command sees it. */
  String temporaryDirectory(Path workspace);

  /**
   * Whether a job with {@link SandboxNetwork.Proxied} finds the proxy: not where there is no {@code
   * script-init}, as on macOS.
   */
  default boolean leadsThroughProxy() {
    return true;
  }

  /**
   * Starts a job.
   *
   * @throws IOException when the sandbox cannot be set up
   */
  SandboxProcess start(SandboxJob job) throws IOException;
}
