package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import java.io.IOException;
import java.nio.file.Path;

/** Lets a job reach the package index, and nothing that it need not reach. */
interface PackageNetwork {

  /**
   * Opens the way for one job.
   *
   * @param key the job
   * @param workspace the job's directory
   * @throws IOException when the way cannot be opened
   */
  Line open(String key, Path workspace) throws IOException;

  /** The way of one job; it is closed with it. */
  interface Line extends AutoCloseable {

    SandboxNetwork network();

    @Override
    void close();
  }
}
