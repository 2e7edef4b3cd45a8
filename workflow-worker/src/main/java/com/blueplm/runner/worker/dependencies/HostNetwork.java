package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import java.nio.file.Path;

/** Leaves a job the machine's own network, where no sandbox can lead it through a proxy. */
final class HostNetwork implements PackageNetwork {

  @Override
  public Line open(String key, Path workspace) {
    return new Line() {
      @Override
      public SandboxNetwork network() {
        return new SandboxNetwork.Host();
      }

      @Override
      public void close() {}
    };
  }
}
