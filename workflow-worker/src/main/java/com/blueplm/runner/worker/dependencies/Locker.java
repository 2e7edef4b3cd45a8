package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Finds versions for what a script asks for and writes them down with their hashes. */
final class Locker {

  /** A save waits 30 s. */
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  private static final SandboxLimits LIMITS = new SandboxLimits(1024, 200, 512, 64);
  private static final long DISK = 1024L * 1024 * 1024;

  private final Tools tools;
  private final Uv uv;
  private final BaseInterpreter python;
  private final JobPlaces places;
  private final Duration timeout;

  Locker(Tools tools, Uv uv, BaseInterpreter python, JobPlaces places) {
    this(tools, uv, python, places, TIMEOUT);
  }

  Locker(Tools tools, Uv uv, BaseInterpreter python, JobPlaces places, Duration timeout) {
    this.tools = tools;
    this.uv = uv;
    this.python = python;
    this.places = places;
    this.timeout = timeout;
  }

  /**
   * The lock, or why there is none.
   *
   * @throws IOException when the worker could not try
   */
  LockResult lock(LockOrder order) throws IOException {
    try {
      String lock = resolve(order);
      LockText.check(lock);
      return new LockResult(lock, null);
    } catch (DependencyException e) {
      String said = e.details().stream().map(String::strip).collect(Collectors.joining(" "));
      return new LockResult(null, e.reason() + (said.isEmpty() ? "" : ". uv says: " + said));
    }
  }

  private String resolve(LockOrder order) throws IOException, DependencyException {
    List<String> requirements = Requirements.lines(order.packages());
    String version = python.ask().version();
    if (order.requiresPython() != null && !order.requiresPython().isBlank()) {
      PythonRequirement.check(order.requiresPython(), version);
    }
    if (requirements.isEmpty()) {
      return "";
    }
    Mount program = uv.program();
    ToolOutcome outcome =
        places.with("lock", place -> compile(place.root(), place.input(), program, requirements));
    return switch (outcome.ending()) {
      case EXITED -> {
        if (outcome.exitCode() != 0) {
          throw UvMessage.of(outcome.stderr()).explain(version);
        }
        yield outcome.stdout();
      }
      case TIMED_OUT ->
          throw new DependencyException(
              "No versions were found within %d s: name versions more exactly, or try again"
                  .formatted(timeout.toSeconds()));
      case OUT_OF_MEMORY, SIGNALLED, TOO_LARGE ->
          throw new DependencyException(
              "Finding versions took more memory or disk than the worker allows: name versions more"
                  + " exactly");
      case STOPPED, NOT_BEGUN -> throw new IOException("the lock ended early: " + outcome.ending());
    };
  }

  private ToolOutcome compile(Path root, Path input, Mount program, List<String> requirements)
      throws IOException {
    Sandbox sandbox = tools.sandbox();
    Mount files = Mount.readOnly(input, "/run/input");
    Files.write(input.resolve("requirements.in"), requirements);
    Files.write(input.resolve("excludes.txt"), Requirements.PROVIDED);
    List<String> command = new ArrayList<>();
    command.add(sandbox.seen(program));
    command.addAll(List.of("pip", "compile", sandbox.seen(files) + "/requirements.in"));
    command.addAll(List.of("--excludes", sandbox.seen(files) + "/excludes.txt"));
    command.addAll(List.of("--quiet", "--generate-hashes", "--no-header", "--no-annotate"));
    command.addAll(List.of("--python", sandbox.python(), "--no-cache"));
    command.addAll(uv.sources());
    Map<String, String> environment = uv.environment();
    return tools.run(
        new ToolJob(
            root, command, environment, List.of(program, files), LIMITS, true, timeout, DISK),
        new CompletableFuture<>());
  }
}
