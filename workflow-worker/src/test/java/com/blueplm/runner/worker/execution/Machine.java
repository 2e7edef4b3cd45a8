package com.blueplm.runner.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.sandbox.PythonInterpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

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

  /** Landlock as new as its level needs: Linux 6.12. Which kernel CI has is not ours to demand. */
  public static void requireLandlock() {
    String[] version = System.getProperty("os.version").split("[.-]");
    boolean linux = System.getProperty("os.name").equals("Linux");
    int major = linux ? Integer.parseInt(version[0]) : 0;
    assumeTrue(
        major > 6 || (major == 6 && Integer.parseInt(version[1]) >= 12),
        "Landlock needs Linux 6.12 here");
  }

  /** The program uv, installed by {@code tools/uv} when it is missing. */
  public static Path uv() {
    return installed("uv");
  }

  /** The interpreter of the base environment, made by {@code tools/python-base}. */
  public static PythonInterpreter basePython() {
    try {
      return PythonInterpreter.at(installed("python-base"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path installed(String tool) {
    Path installer = Path.of("../tools", tool).toAbsolutePath().normalize();
    try {
      Process process =
          new ProcessBuilder(installer.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Path program = Path.of(process.waitFor() == 0 ? path.strip() : tool);
      require(program);
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A directory that an unprivileged user inside a sandbox may enter. */
  public static Path openUp(Path directory) throws IOException {
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Every process of this machine with this setting in its environment. */
  public static List<ProcessHandle> processesWith(String setting) {
    return ProcessHandle.allProcesses().filter(process -> has(process, setting)).toList();
  }

  private static boolean has(ProcessHandle process, String setting) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
      return ("\0" + Files.readString(file, StandardCharsets.ISO_8859_1))
          .contains("\0" + setting + "\0");
    } catch (IOException e) {
      // Gone, or a zombie.
      return false;
    }
  }

  private static void require(Path program) {
    boolean present = Files.isExecutable(program);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(present).as("%s is needed where CI=true", program).isTrue();
    }
    assumeTrue(present, program + " is missing");
  }
}
