package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.Mount;
import java.nio.file.Path;

/** An environment in use: it stays on disk until closed. */
public final class Environment implements AutoCloseable {

  private final Path directory;
  private final Runnable release;

  Environment(Path directory, Runnable release) {
    this.directory = directory;
    this.release = release;
  }

  /** The virtual environment, for the sandbox of a script. */
  public Mount mount() {
    return Mount.readOnly(directory, "/run/environment");
  }

  /** Says that it is not used any more; to be called once. */
  @Override
  public void close() {
    release.run();
  }
}
