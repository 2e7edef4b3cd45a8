package com.blueplm.runner.local.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A group with all groups below it. */
record GroupTree(Path directory) {
  /** Kills what is inside and removes the groups; false while the kernel holds on to one. */
  boolean isRemoved() {
    if (!Files.exists(directory)) {
      return true;
    }
    try {
      remove(directory);
      return true;
    } catch (IOException e) {
      // Busy until the last process has been reaped, or removed by somebody else meanwhile.
      return false;
    }
  }

  private static void remove(Path group) throws IOException {
    for (Path child : children(group)) {
      remove(child);
    }
    for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
      ProcessHandle.of(Long.parseLong(line)).ifPresent(ProcessHandle::destroyForcibly);
    }
    Files.delete(group);
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private static List<Path> children(Path group) throws IOException {
    try (Stream<Path> entries = Files.list(group)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }
}
