package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds environments in the sandbox and hands them to the store. */
final class EnvironmentBuilder {

  private static final Logger log = LoggerFactory.getLogger(EnvironmentBuilder.class);
  private static final String PROGRAM = "install_environment.py";
  private static final int MEMORY_MB = 1024;
  private static final int CPU_PERCENT = 200;
  private static final int PROCESSES = 128;
  private static final int AT_ONCE = 2;

  private final Tools tools;
  private final Uv uv;
  private final BaseInterpreter python;
  private final JobPlaces places;
  private final EnvironmentStore store;
  private final DependencyProperties.InstallProperties settings;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  EnvironmentBuilder(
      Tools tools,
      Uv uv,
      BaseInterpreter python,
      JobPlaces places,
      EnvironmentStore store,
      DependencyProperties.InstallProperties settings) {
    this.tools = tools;
    this.uv = uv;
    this.python = python;
    this.places = places;
    this.store = store;
    this.settings = settings;
  }

  /**
   * Builds the environment of a lock and publishes it.
   *
   * @throws DependencyException when it cannot be built
   * @throws IOException when the worker could not try
   * @throws CancellationException when {@code stop} completed first
   */
  void build(String key, String lock, CompletableFuture<?> stop)
      throws DependencyException, IOException {
    LockText.check(lock);
    Mount program = uv.program();
    turns.acquireUninterruptibly();
    try {
      if (stop.isDone()) {
        throw new CancellationException();
      }
      long begin = System.nanoTime();
      if (!tryBuild(key, lock, program, stop)) {
        log.warn("The disk was full; unused environments were removed, {} is built again.", key);
        if (!tryBuild(key, lock, program, stop)) {
          throw new DependencyException("The worker's disk is full");
        }
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      log.info(
          "Environment {} was built in {} ms; it is kept for later runs.", key, took.toMillis());
    } finally {
      turns.release();
    }
  }

  /** False when the disk was full and there is more room now. */
  private boolean tryBuild(String key, String lock, Mount program, CompletableFuture<?> stop)
      throws DependencyException, IOException {
    return places.with(
        "install",
        place -> {
          ToolOutcome outcome = install(place, lock, program, stop);
          UvMessage message = UvMessage.of(outcome.stderr());
          if (!outcome.succeeded() && message.saysDiskFull() && store.clear()) {
            return false;
          }
          check(outcome, message);
          publish(key, place.output());
          return true;
        });
  }

  private void publish(String key, Path built) throws DependencyException, IOException {
    DiskUse use = DiskUse.of(built);
    if (use.isAbove(settings.cacheSize().toBytes())) {
      throw tooLarge();
    }
    store.publish(key, built, use.bytes());
  }

  private ToolOutcome install(
      JobPlaces.Place place, String lock, Mount program, CompletableFuture<?> stop)
      throws IOException {
    Sandbox sandbox = tools.sandbox();
    Files.writeString(place.input().resolve("lock.txt"), lock);
    copyProgram(place.input().resolve(PROGRAM));
    Mount input = Mount.readOnly(place.input(), "/run/input");
    Mount output = Mount.writable(place.output(), "/run/output");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(sandbox.python(), "-I", sandbox.seen(input) + "/" + PROGRAM));
    command.addAll(List.of(sandbox.seen(program), sandbox.seen(input) + "/lock.txt"));
    command.add(sandbox.seen(output));
    command.addAll(uv.sources());
    int fileMb = (int) Math.min(Integer.MAX_VALUE / 2, settings.cacheSize().toMegabytes());
    return tools.run(
        new ToolJob(
            place.root(),
            command,
            uv.environment(),
            List.of(program, input, output),
            new SandboxLimits(MEMORY_MB, CPU_PERCENT, fileMb, PROCESSES),
            true,
            settings.installTimeout(),
            settings.cacheSize().toBytes()),
        stop);
  }

  private void check(ToolOutcome outcome, UvMessage message)
      throws DependencyException, IOException {
    switch (outcome.ending()) {
      case EXITED -> {
        if (outcome.exitCode() != 0) {
          throw message.explain(python.ask().version());
        }
      }
      case STOPPED, NOT_BEGUN -> throw new CancellationException();
      case TIMED_OUT ->
          throw new DependencyException(
              "The installation took longer than %d s (runner.dependencies.install-timeout)"
                  .formatted(settings.installTimeout().toSeconds()),
              message.lines());
      case OUT_OF_MEMORY, SIGNALLED ->
          throw new DependencyException(
              "The installation needed more than %d MB of memory".formatted(MEMORY_MB),
              message.lines());
      case TOO_LARGE -> throw tooLarge();
    }
  }

  private DependencyException tooLarge() {
    return new DependencyException(
        "The packages are larger than %d MB (runner.dependencies.cache-size)"
            .formatted(settings.cacheSize().toMegabytes()));
  }

  private static void copyProgram(Path target) throws IOException {
    try (InputStream resource =
        EnvironmentBuilder.class.getResourceAsStream("/dependencies/" + PROGRAM)) {
      if (resource == null) {
        throw new IOException(PROGRAM + " is missing in the worker");
      }
      Files.copy(resource, target);
    }
  }
}
