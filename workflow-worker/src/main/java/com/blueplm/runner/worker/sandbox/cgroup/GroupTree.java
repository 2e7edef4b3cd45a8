package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A group's directory with the groups that somebody may have made below it. */
final class GroupTree {

  private GroupTree() {}

  static List<Path> children(Path directory) throws IOException {
    try {
      // Far cheaper than the list, which is rarely needed: each directory below counts as a link.
      if (((Number) Files.getAttribute(directory, "unix:nlink")).intValue() == 2) {
        return List.of();
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return list(directory);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** Sends KILL once to all that is inside now. */
  static void kill(Path directory) throws IOException {
    try {
      if (Files.exists(directory.resolve("cgroup.kill"))) {
        GroupFiles.write(directory.resolve("cgroup.kill"), "1");
        return;
      }
      for (Path child : children(directory)) {
        kill(child);
      }
      long self = ProcessHandle.current().pid();
      for (long pid : GroupFiles.processes(directory)) {
        if (pid != self) {
          ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    } catch (NoSuchFileException e) {
      // Removed meanwhile: nothing is inside.
      return;
    }
  }

  static boolean isEmpty(Path directory) throws IOException {
    try {
      for (Path child : children(directory)) {
        if (!isEmpty(child)) {
          return false;
        }
      }
      return GroupFiles.processes(directory).isEmpty();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /**
   * Removes the group.
   *
   * @throws IOException while the kernel holds on to it, which it does until the last process is
   *     reaped
   */
  static void remove(Path directory) throws IOException {
    try {
      Files.delete(directory);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException busy) {
      List<Path> children = children(directory);
      if (children.isEmpty()) {
        throw busy;
      }
      for (Path child : children) {
        remove(child);
      }
      Files.deleteIfExists(directory);
    }
  }
}
