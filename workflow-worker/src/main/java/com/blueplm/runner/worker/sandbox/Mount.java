package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;

/**
 * A file or directory that a command may see.
 *
 * @param source its path on this machine
 * @param target its path in the sandbox, where the level has a file system of its own
 * @param kind what the command may do with it
 */
public record Mount(Path source, String target, Kind kind) {

  public static Mount readOnly(Path source, String target) {
    return new Mount(source, target, Kind.READ_ONLY);
  }

  public static Mount writable(Path source, String target) {
    return new Mount(source, target, Kind.WRITABLE);
  }

  /** An empty directory that the sandbox makes. */
  public static Mount scratch(Path source, String target) {
    return new Mount(source, target, Kind.SCRATCH);
  }

  /** Whether the command changes the source itself. */
  public boolean writable() {
    return kind == Kind.WRITABLE;
  }

  /** What a command may do with a mount. */
  public enum Kind {
    /** Read. */
    READ_ONLY,
    /** Read and change. */
    WRITABLE,
    /**
     * Use as an empty directory of the job's own: a file system in memory with the size of the
     * temporary directory where the level has mounts, the source, which the sandbox makes,
     * elsewhere.
     */
    SCRATCH
  }
}
