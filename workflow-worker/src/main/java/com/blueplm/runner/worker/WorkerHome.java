package com.blueplm.runner.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory that belongs to one worker process at a time. */
public final class WorkerHome implements AutoCloseable {

  private final Path root;
  private final FileChannel lockFile;

  private WorkerHome(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory where it is missing and takes it for this process.
   *
   * @throws IOException when the disk refuses or another worker has the directory
   */
  public static WorkerHome open(Path home) throws IOException {
    Path root = Files.createDirectories(home).toRealPath();
    // Code, run keys and output lie here: nobody else on the machine reads them.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(root.resolve("runs"));
    Files.createDirectories(root.resolve("spools"));
    FileChannel lockFile =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockFile.tryLock();
    if (lock == null) {
      lockFile.close();
      throw new IOException(
          "runner.home=" + root + " is used by another worker: give each worker its own directory");
    }
    return new WorkerHome(root, lockFile);
  }

  public Path root() {
    return root;
  }

  /** Holds a workspace for each running attempt. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** Holds what is not delivered yet. */
  public Path spools() {
    return root.resolve("spools");
  }

  /** Holds the environments of scripts with dependencies. */
  public Path environments() {
    return root.resolve("environments");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
