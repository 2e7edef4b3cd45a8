package com.blueplm.runner.local.part;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What was built and is started from.
 *
 * @param java the launcher of the JDK that everything runs on
 * @param temporal the Temporal CLI
 * @param python the interpreter of the base environment for scripts
 * @param uv the program that installs packages for scripts; empty when it could not be had
 * @param apiApp the executable jar of api-app
 * @param workflowWorker the executable jar of workflow-worker
 * @param webUi the built web UI, when it lies outside the jar
 * @param store a directory for what may be made again: unpacked programs, AOT caches
 */
public record Installation(
    Path java,
    Path temporal,
    Path python,
    Optional<Path> uv,
    Path apiApp,
    Path workflowWorker,
    Optional<Path> webUi,
    Path store) {
  /** Reads the system properties that {@code ./start} sets. */
  public static Installation from(Properties properties) {
    Path checkout = Path.of(required(properties, "runner.checkout"));
    Path webUi = checkout.resolve("web-ui/dist");
    return new Installation(
        Path.of(required(properties, "java.home"), "bin", "java"),
        Path.of(required(properties, "runner.temporal")),
        Path.of(required(properties, "runner.python")),
        Optional.ofNullable(properties.getProperty("runner.uv"))
            .filter(value -> !value.isBlank())
            .map(Path::of),
        jar(checkout, "api-app"),
        jar(checkout, "workflow-worker"),
        Files.exists(webUi.resolve("index.html")) ? Optional.of(webUi) : Optional.empty(),
        Path.of(required(properties, "runner.store")));
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new LauncherException("The system property " + name + " is missing: use ./start");
    }
    return value;
  }

  private static Path jar(Path checkout, String module) {
    Path target = checkout.resolve(module).resolve("target");
    try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
      List<Path> jars = files.filter(file -> file.toString().endsWith("-exec.jar")).toList();
      if (jars.size() == 1) {
        return jars.getFirst();
      }
      throw new LauncherException(
          "Expected one *-exec.jar in %s, found %d: use ./start".formatted(target, jars.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + target, e);
    }
  }
}
