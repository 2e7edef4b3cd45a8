package com.blueplm.runner.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What the tests need of this machine: skipped on a laptop without it, failing where CI=true. */
public final class Machine {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path BUBBLEWRAP = Path.of("/usr/bin/bwrap");

  private Machine() {}

  public static PythonInterpreter python() {
    require(PYTHON);
    try {
      return PythonInterpreter.at(PYTHON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void requireBubblewrap() {
    require(BUBBLEWRAP);
  }

  /** A directory that an unprivileged user inside a sandbox may enter. */
  public static Path openUp(Path directory) throws IOException {
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void require(Path program) {
    boolean present = Files.isExecutable(program);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(present).as("%s is needed where CI=true", program).isTrue();
    }
    assumeTrue(present, program + " is missing");
  }
}
