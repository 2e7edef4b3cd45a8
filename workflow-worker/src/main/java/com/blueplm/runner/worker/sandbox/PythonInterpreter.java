package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The interpreter of the base environment.
 *
 * @param executable its path on this machine
 * @param environment the virtual environment that it belongs to; empty when it is a plain one
 * @param foreignDirectories further directories outside {@code /usr} that it needs
 */
public record PythonInterpreter(
    Path executable, Optional<Path> environment, List<Path> foreignDirectories) {

  /**
   * Looks at the interpreter's files.
   *
   * @throws IOException when there is no such program
   */
  public static PythonInterpreter at(Path configured) throws IOException {
    Path executable = configured.toAbsolutePath().normalize();
    if (!Files.isExecutable(executable)) {
      throw new IOException(
          "runner.python="
              + configured
              + " is not a program that this user can run: name the interpreter of the base"
              + " environment and make it and its directories readable");
    }
    Path prefix = prefixOf(executable);
    Path settings = prefix.resolve("pyvenv.cfg");
    TreeSet<Path> foreign = new TreeSet<>();
    foreign.add(prefixOf(executable.toRealPath()));
    if (Files.exists(settings)) {
      Files.readAllLines(settings).stream()
          .filter(line -> line.matches("home\\s*=.*"))
          .map(line -> Path.of(line.substring(line.indexOf('=') + 1).strip()))
          .forEach(home -> foreign.add(home.resolve("..").normalize()));
    } else {
      foreign.add(prefix);
    }
    foreign.removeIf(directory -> directory.startsWith("/usr") || directory.getNameCount() == 0);
    foreign.remove(prefix);
    Optional<Path> environment =
        executable.startsWith("/usr") ? Optional.empty() : Optional.of(prefix);
    return new PythonInterpreter(executable, environment, List.copyOf(foreign));
  }

  /** The directory above {@code bin}. */
  private static Path prefixOf(Path executable) {
    return executable.resolve("../..").normalize();
  }
}
