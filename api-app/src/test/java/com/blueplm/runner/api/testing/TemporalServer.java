package com.blueplm.runner.api.testing;

import static org.awaitility.Awaitility.await;

import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Temporal server with the settings of local-stack, for what the in-process test server
 * lacks: Schedules. Found in {@code RUNNER_TEMPORAL_BIN}, on PATH, or where tools/temporal builds
 * it; without one the tests are skipped, and fail when {@code CI=true}.
 */
public final class TemporalServer implements AutoCloseable {
  private final int port = freePort();
  private final Path directory;
  private Process process;

  private TemporalServer(Path directory, Path binary) {
    this.directory = directory;
    this.process = launch(binary);
  }

  /** Starts a server on free ports with a database of its own. */
  public static TemporalServer start() {
    Optional<Path> binary = binary();
    if (binary.isEmpty() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("No temporal binary: run tools/temporal/build");
    }
    Assumptions.assumeTrue(binary.isPresent(), "No temporal binary: run tools/temporal/build");
    try {
      return new TemporalServer(Files.createTempDirectory("temporal-test"), binary.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host:port} of the frontend. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  /** Stops the server; its database stays for {@link #restart}. */
  public void stop() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the server again on the same port and database. */
  public void restart() {
    process = launch(binary().orElseThrow());
  }

  /** Stops the server, throws its database away and starts it with an empty one. */
  public void wipe() {
    stop();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(one -> one.getFileName().toString().contains(".db")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    restart();
  }

  @Override
  public void close() {
    stop();
  }

  private Process launch(Path binary) {
    ProcessBuilder builder =
        new ProcessBuilder(
            binary.toString(),
            "server",
            "start-dev",
            "--headless",
            "--db-filename",
            directory.resolve("temporal.db").toString(),
            "--ip",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--log-level",
            "error",
            "--sqlite-pragma",
            "journal_mode=wal",
            "--sqlite-pragma",
            "synchronous=normal",
            "--dynamic-config-value",
            "history.transferProcessorMaxPollRPS=2000",
            "--dynamic-config-value",
            "history.timerProcessorMaxPollRPS=2000",
            "--dynamic-config-value",
            "history.visibilityProcessorMaxPollRPS=2000",
            "--dynamic-config-value",
            "system.enableActivityEagerExecution=true");
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("temporal.log").toFile());
    try {
      Process started = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      await().atMost(Duration.ofSeconds(30)).until(this::answers);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
    try {
      stubs.connect(Duration.ofSeconds(1));
      return true;
    } catch (RuntimeException notYet) {
      return false;
    } finally {
      stubs.shutdownNow();
    }
  }

  private static Optional<Path> binary() {
    Map<String, String> env = System.getenv();
    Stream<Path> named = Stream.ofNullable(env.get("RUNNER_TEMPORAL_BIN")).map(Path::of);
    Stream<Path> onPath =
        Stream.of(env.getOrDefault("PATH", "").split(":"))
            .map(directory -> Path.of(directory, "temporal"));
    String home = env.getOrDefault("HOME", "/");
    Path cache = Path.of(env.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "script-runner");
    return Stream.of(named, onPath, built(cache).stream())
        .flatMap(paths -> paths)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static List<Path> built(Path cache) {
    if (!Files.isDirectory(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.getFileName().toString().startsWith("temporal-")).toList();
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
