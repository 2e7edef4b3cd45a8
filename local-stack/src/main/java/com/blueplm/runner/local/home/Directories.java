package com.blueplm.runner.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes directories with exact permissions, and tells who may enter one. */
public final class Directories {
  private Directories() {}

  /**
   * Makes the directory and its parents; the permissions ({@code rwx------}) are those of the last.
   */
  public static Path make(Path directory, String permissions) {
    try {
      if (!Files.isDirectory(directory)) {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Tells whether any user may pass through the directory and all of its parents. */
  public static boolean isOpenToAll(Path directory) throws IOException {
    for (@Nullable Path step = directory.toRealPath(); step != null; step = step.getParent()) {
      if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** Removes the directory and all that is in it; a missing one is no error. */
  public static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
