package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The worker's own directory of unix sockets, whose paths the kernel wants short. */
final class SocketDirectory implements AutoCloseable {

  /** {@code sun_path} has 108 bytes on Linux and 104 on macOS, the last of them zero. */
  private static final int LONGEST_PATH = 103;

  private static final String SUFFIX = ".sock";
  private static final int RANDOM_BYTES = 8;
  private static final int NAME_LENGTH = 2 * RANDOM_BYTES + SUFFIX.length() + 1;

  private final Path directory;
  private final boolean temporary;
  private final SecureRandom random = new SecureRandom();

  private SocketDirectory(Path directory, boolean temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * Makes the directory, for this user only, and clears what an earlier worker left in it.
   *
   * @param preferred where it should be; a private temporary directory is taken when that is too
   *     deep
   */
  static SocketDirectory open(Path preferred) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    if (bytes(preferred.toAbsolutePath()) + NAME_LENGTH > LONGEST_PATH) {
      return new SocketDirectory(
          Files.createTempDirectory("egress-", PosixFilePermissions.asFileAttribute(ownerOnly)),
          true);
    }
    Path directory = Files.createDirectories(preferred.toAbsolutePath());
    Files.setPosixFilePermissions(directory, ownerOnly);
    SocketDirectory opened = new SocketDirectory(directory, false);
    opened.clear();
    return opened;
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * A path that no other run has or guesses: Landlock does not keep a script from connecting to the
   * socket of another run.
   */
  Path newPath() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return directory.resolve(HexFormat.of().formatHex(bytes) + SUFFIX);
  }

  private void clear() throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      for (Path socket : left.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        Files.deleteIfExists(socket);
      }
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    if (temporary) {
      Files.deleteIfExists(directory);
    }
  }
}
