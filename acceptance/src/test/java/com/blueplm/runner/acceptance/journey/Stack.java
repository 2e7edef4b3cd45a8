package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stack that {@code ./start} started, with a home and ports of its own. */
final class Stack implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(10);
  private static @Nullable Stack shared;
  private static @Nullable Stack pair;

  private final Path home;
  private final Map<String, String> settings;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private Process launcher;

  private Stack(Path home, Map<String, String> settings, List<String> options) {
    this.home = home;
    this.settings = settings;
    this.launcher = launch(options);
  }

  /** The stack that all journeys of this JVM share; it stops with the JVM. */
  static synchronized Stack shared() {
    if (shared == null) {
      Stack fresh = start();
      Runtime.getRuntime().addShutdownHook(new Thread(fresh::close));
      shared = fresh;
    }
    return shared;
  }

  /** The stack with two workers that the journeys of faults share, likewise. */
  static synchronized Stack pair() {
    if (pair == null) {
      Stack fresh = start("--workers", "2");
      Runtime.getRuntime().addShutdownHook(new Thread(fresh::close));
      pair = fresh;
    }
    pair.awaitReady(2);
    return pair;
  }

  static Stack start(String... options) {
    return start(Map.of(), options);
  }

  /** Starts with further settings in the launcher's environment. */
  static Stack start(Map<String, String> environment, String... options) {
    try {
      // Under a directory that the unprivileged users of the worker and of Postgres may enter.
      Path home = Files.createTempDirectory("script-runner-home");
      Files.setPosixFilePermissions(
          home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      Map<String, String> settings = new TreeMap<>(environment);
      settings.put("RUNNER_PORT", String.valueOf(Checkout.freePort()));
      settings.put("RUNNER_TEMPORAL_PORT", String.valueOf(Checkout.freePort()));
      settings.put("RUNNER_TEMPORAL_UI_PORT", String.valueOf(Checkout.freePort()));
      return new Stack(home, settings, List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the same home again after it was stopped. */
  void startAgain() {
    launcher = launch(List.of());
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + settings.get("RUNNER_PORT"));
  }

  /** A port by the name of its variable, such as {@code RUNNER_TEMPORAL_PORT}. */
  int port(String variable) {
    return Integer.parseInt(Objects.requireNonNull(settings.get(variable)));
  }

  Path home() {
    return home;
  }

  Api admin() {
    return new Api(url(), read(home.resolve("admin-token")));
  }

  /** What the launcher printed so far, both streams. */
  List<String> output() {
    return output;
  }

  ProcessHandle launcher() {
    return launcher.toHandle();
  }

  /** The process ids of the parts, as {@code pids.json} has them now. */
  Map<String, Long> pids() {
    JsonNode json = JsonMapper.shared().readTree(read(home.resolve("pids.json")));
    Map<String, Long> pids = new TreeMap<>();
    json.properties().forEach(part -> pids.put(part.getKey(), part.getValue().asLong()));
    return pids;
  }

  long pid(String part) {
    Map<String, Long> pids = pids();
    assertThat(pids).containsKey(part);
    return Objects.requireNonNull(pids.get(part));
  }

  /** {@code kill -9}. */
  void kill(String part) {
    ProcessHandle.of(pid(part)).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Ends a part as an operator's restart does; the launcher starts it again. */
  void terminate(String part) {
    ProcessHandle.of(pid(part)).ifPresent(ProcessHandle::destroy);
  }

  /** Keeps parts down: each time that the launcher starts one again, it is killed again. */
  void keepDown(Duration time, String... parts) {
    long until = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.plusSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              for (String part : parts) {
                kill(part);
              }
              return System.nanoTime() > until;
            });
  }

  /** Whether all parts answer and a worker polls. */
  boolean isReady() {
    return isReady(1);
  }

  private boolean isReady(int workers) {
    try {
      JsonNode ready = admin().get("/readyz").json();
      return "ok".equals(ready.at("/postgres").asString(""))
          && "ok".equals(ready.at("/temporal").asString(""))
          && "ok".equals(ready.at("/ledger_worker").asString(""))
          && ready.at("/workers").asInt(0) >= workers;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  void awaitReady() {
    awaitReady(1);
  }

  void awaitReady(int workers) {
    await("all parts and %d workers".formatted(workers))
        .atMost(Duration.ofSeconds(90))
        .until(() -> isReady(workers));
  }

  /** The worker whose process holds this run's script now. */
  String workerOf(String run) {
    Map<String, Long> parts = pids();
    return Processes.marked(run).stream()
        .flatMap(Processes::withAncestors)
        .flatMap(pid -> parts.entrySet().stream().filter(part -> part.getValue().equals(pid)))
        .map(Map.Entry::getKey)
        .filter(part -> part.startsWith("workflow-worker"))
        .findFirst()
        .orElse("");
  }

  /** Runs {@code ./start} with further options against this home and waits for its end. */
  Ended command(String... options) {
    return Ended.of(builder(List.of(options)));
  }

  ProcessBuilder builder(List<String> options) {
    List<String> command =
        Stream.concat(Stream.of(Checkout.root().resolve("start").toString()), options.stream())
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RUNNER_HOME", home.toString());
    builder.environment().putAll(settings);
    return builder;
  }

  private Process launch(List<String> options) {
    output.clear();
    ProcessBuilder builder = builder(options).redirectErrorStream(true);
    try {
      Process process = builder.start();
      Thread.ofPlatform().daemon().start(() -> collect(process));
      await()
          .atMost(START)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || output.stream().anyMatch(l -> l.startsWith("ready ")));
      assertThat(process.isAlive()).as("./start ended early: %s", output).isTrue();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(Process process) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
      }
    } catch (IOException closed) {
      output.add("(output ended: " + closed.getMessage() + ")");
    }
  }

  /** Ctrl-C, and waits for the end. */
  void interrupt() {
    Ended.of(new ProcessBuilder("kill", "-INT", String.valueOf(launcher.pid())));
    await().atMost(Duration.ofSeconds(60)).until(() -> !launcher.isAlive());
  }

  @Override
  public void close() {
    if (launcher.isAlive()) {
      interrupt();
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that has ended. */
  record Ended(int exitCode, String stdout, String stderr) {
    static Ended of(ProcessBuilder builder) {
      try {
        Path errors = Files.createTempFile("stderr", ".txt");
        Process process = builder.redirectError(errors.toFile()).start();
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), stdout, Files.readString(errors));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
