package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What comes with the worker as machine code, as files. Sources: {@code src/main/c}.
 *
 * @param scriptInit the first process of each sandbox
 * @param scriptFilter the system call filter of a script in namespaces of its own, as raw BPF;
 *     empty where there is none for this processor
 * @param landlockFilter the filter of a script beside others; likewise
 * @param landlockHostNetworkFilter the same for a script that may use the machine's network
 */
public record NativeTools(
    Path scriptInit,
    Optional<Path> scriptFilter,
    Optional<Path> landlockFilter,
    Optional<Path> landlockHostNetworkFilter) {

  /**
   * Writes the tools for this machine into a directory, over what is there: running sandboxes keep
   * theirs.
   *
   * @return empty where the worker was not built with tools for this system, as on macOS
   * @throws IOException when the disk refuses
   */
  public static Optional<NativeTools> extractTo(Path directory) throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    Optional<Path> init = extract("script-init", directory, "rwxr-xr-x");
    if (init.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new NativeTools(
            init.get(),
            extract("script.bpf", directory, "rw-r--r--"),
            extract("landlock.bpf", directory, "rw-r--r--"),
            extract("landlock-host-network.bpf", directory, "rw-r--r--")));
  }

  private static Optional<Path> extract(String name, Path directory, String permissions)
      throws IOException {
    String resource = "/sandbox/" + System.getProperty("os.arch") + "/" + name;
    try (InputStream content = NativeTools.class.getResourceAsStream(resource)) {
      if (content == null) {
        return Optional.empty();
      }
      Path fresh = Files.createTempFile(directory, name, ".new");
      Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
      return Optional.of(
          Files.move(
              fresh,
              directory.resolve(name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING));
    }
  }
}
