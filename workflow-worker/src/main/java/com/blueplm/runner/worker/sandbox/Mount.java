package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;

/**
 * A file or directory that a command may see.
 *
 * @param source its path on this machine
 * @param target its path in the sandbox, where the level has a file system of its own
 * @param writable whether the command may change it
 */
public record Mount(Path source, String target, boolean writable) {

  public static Mount readOnly(Path source, String target) {
    return new Mount(source, target, false);
  }

  public static Mount writable(Path source, String target) {
    return new Mount(source, target, true);
  }
}
