package com.blueplm.runner.local;

import com.blueplm.runner.local.home.Directories;
import com.blueplm.runner.local.home.StackHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A temporary directory that, unlike JUnit's, other users may enter; removed at the end. */
public final class OpenDirectory implements AutoCloseable {
  private final Path path;

  public OpenDirectory() throws IOException {
    path = Files.createTempDirectory("local-stack-test");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  public Path path() {
    return path;
  }

  /** Opens a home below the directory, as root or not, whichever runs the test. */
  public StackHome home() {
    boolean root = System.getProperty("user.name").equals("root");
    return StackHome.open(path.resolve("home"), root, path.resolve("store"));
  }

  @Override
  public void close() throws IOException {
    Directories.remove(path);
  }
}
