package com.blueplm.runner.worker.execution;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Removes a file, or a directory with all that a hostile script left in it. Directories are brought
 * up below the root before they are emptied: a path may hold 4,096 bytes at most, a tree may be
 * deeper.
 */
final class TreeRemoval {

  private final Path root;
  private final Deque<Path> directories = new ArrayDeque<>();

  TreeRemoval(Path root) {
    this.root = root;
  }

  void run() throws IOException {
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      empty(root);
    }
    while (!directories.isEmpty()) {
      Path directory = directories.remove();
      empty(directory);
      Files.delete(directory);
    }
    Files.delete(root);
  }

  private void empty(Path directory) throws IOException {
    open(directory);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          directories.add(directory.equals(root) ? entry : broughtUp(entry));
        } else {
          Files.delete(entry);
        }
      }
    }
  }

  private Path broughtUp(Path directory) throws IOException {
    // Only a directory that one may write to can be moved.
    open(directory);
    return Files.move(directory, root.resolve(UUID.randomUUID().toString()));
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }
}
