package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the groups of jobs. */
interface Hierarchy {

  /** The kernel's name for this kind, in words. */
  String words();

  boolean limitsCpu();

  /** Directories that hold the groups. */
  List<Path> parents();

  /**
   * Makes a group with its limits.
   *
   * @throws IOException when the kernel refuses; nothing is left then
   */
  JobGroup make(String name, GroupLimits limits) throws IOException;
}
