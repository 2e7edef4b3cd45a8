package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The system call filter that comes with the worker, one for each kind of processor. */
public final class SeccompFilter {

  private SeccompFilter() {}

  /**
   * Writes the filter for this processor into a directory; empty when there is none for it.
   *
   * @throws IOException when the disk refuses
   */
  public static Optional<Path> extractTo(Path directory) throws IOException {
    String resource = "/sandbox/" + System.getProperty("os.arch") + "/script.bpf";
    try (InputStream filter = SeccompFilter.class.getResourceAsStream(resource)) {
      if (filter == null) {
        return Optional.empty();
      }
      Path file = directory.resolve("seccomp.bpf");
      Files.copy(filter, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(file);
    }
  }
}
