package com.blueplm.runner.worker.sandbox;

import java.util.List;

/** The limits that hold per process, as arguments of {@code prlimit}. */
final class ResourceLimits {

  private static final long MIB = 1024 * 1024;

  /** Mapped libraries count as address space but are not what a memory limit means. */
  private static final int ADDRESS_SPACE_HEADROOM_MB = 64;

  private static final int OPEN_FILES = 256;

  private ResourceLimits() {}

  static List<String> arguments(SandboxLimits limits) {
    return List.of(
        "--as=" + (limits.memoryMb() + ADDRESS_SPACE_HEADROOM_MB) * MIB,
        "--fsize=" + limits.tmpMb() * MIB,
        "--nofile=" + OPEN_FILES,
        "--core=0");
  }
}
