package com.blueplm.runner.worker.sandbox;

import java.util.ArrayList;
import java.util.List;

/** The limits that hold per process, as arguments of {@code prlimit}. */
final class ResourceLimits {

  private static final int OPEN_FILES = 256;

  private ResourceLimits() {}

  static List<String> arguments(SandboxLimits limits, JobResources resources) {
    List<String> arguments = new ArrayList<>();
    resources.addressSpaceBytes().ifPresent(bytes -> arguments.add("--as=" + bytes));
    arguments.add("--fsize=" + limits.tmpMb() * SandboxLimits.MIB);
    arguments.add("--nofile=" + OPEN_FILES);
    arguments.add("--core=0");
    return arguments;
  }
}
