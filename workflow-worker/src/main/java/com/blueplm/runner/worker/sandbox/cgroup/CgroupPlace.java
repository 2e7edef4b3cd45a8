package com.blueplm.runner.worker.sandbox.cgroup;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Directories below which this worker may make groups.
 *
 * @param unified whether they are of version 2, where all controllers share one directory
 * @param directories the directory of each controller that is there
 */
record CgroupPlace(boolean unified, Map<Controller, Path> directories) {

  CgroupPlace {
    directories = new EnumMap<>(directories);
  }

  Path directory(Controller controller) {
    Path directory = directories.get(controller);
    if (directory == null) {
      throw new IllegalArgumentException("There is no controller " + controller + " here");
    }
    return directory;
  }

  boolean has(Controller controller) {
    return directories.containsKey(controller);
  }
}
