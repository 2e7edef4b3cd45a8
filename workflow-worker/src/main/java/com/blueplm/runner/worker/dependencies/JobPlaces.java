package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.execution.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each job a directory among the workspaces, where a worker that starts clears away what a
 * dead one left.
 *
 * @param runs holds the workspaces
 */
record JobPlaces(Path runs) {

  private static final Logger log = LoggerFactory.getLogger(JobPlaces.class);

  /**
   * Works in a fresh directory, which is removed afterwards.
   *
   * @throws IOException when the disk refuses, or the work does
   */
  <T, E extends Exception> T with(String purpose, Work<T, E> work) throws IOException, E {
    Path root = runs.resolve(purpose + "-" + UUID.randomUUID());
    Files.createDirectory(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      return work.in(new Place(root));
    } finally {
      delete(root);
    }
  }

  /** Removes a directory with all that is in it; links are removed, not followed. */
  static void delete(Path root) {
    try {
      new Workspace(root).delete();
    } catch (IOException e) {
      log.warn("{} could not be removed; the next start tries again.", root, e);
    }
  }

  /** What is done in a directory. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T in(Place place) throws IOException, E;
  }

  /**
   * A job's directory.
   *
   * @param root the whole
   */
  record Place(Path root) {

    /** What the job reads. */
    Path input() throws IOException {
      return Files.createDirectories(root.resolve("input"));
    }

    /** What the job writes. */
    Path output() throws IOException {
      return Files.createDirectories(root.resolve("output"));
    }
  }
}
