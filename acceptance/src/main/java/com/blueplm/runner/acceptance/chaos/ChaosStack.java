package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The campaign's own stack: started by {@code ./start}, with a home, ports and lines of its own.
 */
final class ChaosStack implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

  private final Path home;
  private final int apiPort = freePort();
  private final int temporalPort = freePort();
  private final Lines lines;
  private final Process launcher;

  private ChaosStack(Path checkout, int workers, Map<String, String> settings) throws IOException {
    // Under a directory that the unprivileged users of the workers and of Postgres may enter.
    this.home = Files.createTempDirectory("script-runner-chaos");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    this.lines = new Lines(workers, this::postgresPort, () -> temporalPort, () -> apiPort);
    ProcessBuilder builder =
        new ProcessBuilder(checkout.resolve("start").toString(), "--workers", "" + workers);
    builder.environment().putAll(settings);
    builder.environment().putAll(lines.environment());
    builder.environment().put("RUNNER_HOME", home.toString());
    builder.environment().put("RUNNER_PORT", "" + apiPort);
    builder.environment().put("RUNNER_TEMPORAL_PORT", "" + temporalPort);
    builder.environment().put("RUNNER_TEMPORAL_UI_PORT", "" + freePort());
    builder.redirectErrorStream(true).redirectOutput(launcherLog().toFile());
    this.launcher = builder.start();
    // Also when the campaign is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Starts a stack and waits until it is ready. */
  static ChaosStack start(Path checkout, int workers, Map<String, String> settings) {
    try {
      ChaosStack stack = new ChaosStack(checkout, workers, settings);
      try {
        stack.awaitReady();
        return stack;
      } catch (RuntimeException e) {
        stack.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path home() {
    return home;
  }

  Path launcherLog() {
    return home.resolve("launcher.log");
  }

  Lines lines() {
    return lines;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + apiPort);
  }

  String adminToken() {
    return read(home.resolve("admin-token"));
  }

  /** The part's process as pids.json has it now; only one that this stack's launcher started. */
  Optional<ProcessHandle> process(String part) {
    try {
      JsonNode pids = JsonMapper.shared().readTree(read(home.resolve("pids.json")));
      return ProcessHandle.of(pids.path(part).asLong(0))
          .filter(ProcessHandle::isAlive)
          .filter(this::isOurs);
    } catch (JacksonException beingWritten) {
      return Optional.empty();
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return Stream.iterate(
            Optional.of(process),
            Optional::isPresent,
            child -> child.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .anyMatch(ancestor -> ancestor.pid() == launcher.pid());
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (read(launcherLog()).lines().noneMatch(line -> line.startsWith("ready "))) {
      if (!launcher.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("./start does not get ready: " + read(launcherLog()));
      }
      Pauses.of(Duration.ofMillis(50));
    }
  }

  private int postgresPort() {
    return Integer.parseInt(read(home.resolve("config/postgres.port")));
  }

  /** Stops the stack as Ctrl-C does; the home stays. */
  @Override
  public void close() {
    lines.restore();
    try {
      if (launcher.isAlive()) {
        Signals.send("INT", List.of(launcher.pid()));
      }
      if (!launcher.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        launcher.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      launcher.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    lines.close();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
