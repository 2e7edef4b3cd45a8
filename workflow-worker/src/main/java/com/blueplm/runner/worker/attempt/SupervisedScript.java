package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.dependencies.DependencyException;
import com.blueplm.runner.worker.dependencies.Environment;
import com.blueplm.runner.worker.execution.OutputPump;
import com.blueplm.runner.worker.execution.OutputSink;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.execution.Workspace;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A script's process under watch: pumps its output, stops it when it must, sees its tree gone. */
final class SupervisedScript {

  private static final Logger log = LoggerFactory.getLogger(SupervisedScript.class);
  private static final Duration TREE_PATIENCE = Duration.ofSeconds(5);

  private static final Duration KILL_AGAIN = Duration.ofMillis(100);

  /** The tree is gone, so the streams end at once; only a process that hid from us holds them. */
  private static final Duration DRAIN_PATIENCE = Duration.ofMillis(500);

  /** How Python ends, and the last line that it says, when the memory of a process is used up. */
  private static final int UNCAUGHT = 1;

  private static final String MEMORY_ERROR = "MemoryError";

  private final AttemptTools tools;
  private final ExecutionOrder order;
  private final LiveAttempt attempt;
  private final Delivery delivery;
  private final RunStages stages;

  SupervisedScript(
      AttemptTools tools,
      ExecutionOrder order,
      LiveAttempt attempt,
      Delivery delivery,
      RunStages stages) {
    this.tools = tools;
    this.order = order;
    this.attempt = attempt;
    this.delivery = delivery;
    this.stages = stages;
  }

  /** Runs the script to its end; its time begins once its packages are there. */
  FinishRequest run(Workspace workspace, Instant startedAt, OutputBudget budget) {
    String lock = order.requirementsLock();
    if (lock == null || lock.isBlank()) {
      return run(workspace, startedAt, budget, Optional.empty());
    }
    Optional<Environment> ready;
    try {
      ready = tools.environments().of(lock, attempt.stopRequest());
    } catch (DependencyException e) {
      return withoutPackages(startedAt, e.reason(), e.details());
    } catch (IOException | RuntimeException e) {
      log.error("No environment for {}; its run ends with an error.", attempt.claim().key(), e);
      return withoutPackages(startedAt, "the worker failed, its log says why", List.of());
    }
    if (ready.isEmpty()) {
      StopCause cause = attempt.stopRequest().join();
      conclude(cause, ResourceUse.UNKNOWN);
      Ending ending = Ending.of(cause, new ExitStatus(null, null));
      return finish(startedAt, ending, null, true, ResourceUse.UNKNOWN, null);
    }
    try (Environment environment = ready.get()) {
      stages.passed("environment");
      return run(workspace, startedAt, budget, Optional.of(environment.mount()));
    }
  }

  private FinishRequest withoutPackages(Instant startedAt, String reason, List<String> details) {
    List<String> lines = new ArrayList<>(details);
    lines.add("Stopped: the dependencies could not be installed: " + reason);
    delivery.stdout().conclude();
    delivery.stderr().conclude(lines.toArray(String[]::new));
    Ending ending = new Ending(AttemptOutcome.ERROR, EndReason.DEPENDENCY_ERROR, false);
    return finish(startedAt, ending, null, true, ResourceUse.UNKNOWN, null);
  }

  /** The script's way out is open from before its start until its tree is gone. */
  private FinishRequest run(
      Workspace workspace, Instant startedAt, OutputBudget budget, Optional<Mount> packages) {
    try (RunNetwork network =
        RunNetwork.open(
            tools.egress(), tools.executor().leadsThroughProxy(), order, delivery.connections())) {
      var unused = attempt.supersession().thenRun(network::cut);
      return run(network.ofSandbox(), workspace, startedAt, budget, packages);
    } catch (NetworkRefusedException e) {
      log.warn("Attempt {} is not started: {}", attempt.claim().key(), e.getMessage());
      delivery.stdout().conclude();
      delivery.stderr().conclude("Stopped: " + e.getMessage());
      return finish(startedAt, unavailable(), null, true, ResourceUse.UNKNOWN, null);
    }
  }

  private FinishRequest run(
      SandboxNetwork network,
      Workspace workspace,
      Instant startedAt,
      OutputBudget budget,
      Optional<Mount> packages) {
    SecretForms secrets = secrets();
    Started started;
    try {
      workspace.create(order, ChannelInput.of(order));
      started = start(network, workspace, secrets, packages);
    } catch (IOException | IllegalArgumentException e) {
      log.error("The sandbox of {} could not be started.", attempt.claim().key(), e);
      delivery.stderr().conclude("Stopped: the sandbox could not be set up: " + e.getMessage());
      return finish(startedAt, unavailable(), null, true, ResourceUse.UNKNOWN, null);
    }
    try (ScriptEvents events = started.events) {
      return supervised(started.process, events, secrets, startedAt, budget);
    }
  }

  private Started start(
      SandboxNetwork network, Workspace workspace, SecretForms secrets, Optional<Mount> packages)
      throws IOException {
    ScriptEvents events = ScriptEvents.open(workspace.events(), secrets);
    stages.passed("prepare");
    try {
      Started started =
          new Started(tools.executor().start(order, workspace, network, packages), events);
      stages.passed("spawn");
      return started;
    } catch (IOException | IllegalArgumentException e) {
      events.close();
      throw e;
    }
  }

  /** A started script and what it says about itself. */
  private record Started(SandboxProcess process, ScriptEvents events) {}

  private FinishRequest supervised(
      SandboxProcess process,
      ScriptEvents events,
      SecretForms secrets,
      Instant startedAt,
      OutputBudget budget) {
    boolean seenToTheEnd = false;
    try {
      FinishRequest finish = supervise(process, events, secrets, startedAt, budget);
      seenToTheEnd = true;
      return finish;
    } finally {
      if (!seenToTheEnd) {
        process.kill();
        var unused = process.close();
      }
    }
  }

  private FinishRequest supervise(
      SandboxProcess process,
      ScriptEvents said,
      SecretForms secrets,
      Instant startedAt,
      OutputBudget budget) {
    OutputPump stdout = pump(process.stdout(), secrets, delivery.stdout(), "stdout");
    OutputPump stderr = pump(process.stderr(), secrets, delivery.stderr(), "stderr");
    EventWatch events = new EventWatch(said, tools.gateway(), attempt, delivery);
    events.start();
    CompletableFuture<ExitStatus> exit = process.onExit();
    var unused = process.memoryLimitReached().thenRun(() -> attempt.stop(StopCause.MEMORY_LIMIT));
    @Nullable StopCause cause = awaitEndOrStop(process, exit);
    stages.passed("exit");
    process.kill();
    boolean gone = seeGone(process);
    boolean drained = stdout.awaitEnd(DRAIN_PATIENCE) & stderr.awaitEnd(DRAIN_PATIENCE);
    log.debug("Streams of {} seen to their end: {}", attempt.claim().key(), drained);
    ExitStatus status = exit.getNow(new ExitStatus(null, null));
    if (cause == null) {
      cause = limitCrossed(process, status, budget);
    }
    boolean failedSandbox =
        cause == null && status.exitCode() != null && !process.exitIsTheCommands();
    Ending ending = failedSandbox ? unavailable() : Ending.of(cause, status);
    ResourceUse use = process.close();
    conclude(cause, use);
    return finish(startedAt, ending, status, gone, use, events.finish());
  }

  /** An end is told only once the tree is gone, however long the kernel holds a process. */
  private boolean seeGone(SandboxProcess process) {
    boolean gone = process.awaitGone(TREE_PATIENCE);
    while (!gone && process.treeIsVisible()) {
      log.error(
          "Processes of {} live on after KILL. Its run stays open until they are gone, or this"
              + " worker is; they are killed again.",
          attempt.claim().key());
      LockSupport.parkNanos(KILL_AGAIN.toNanos());
      process.kill();
      gone = process.awaitGone(TREE_PATIENCE);
    }
    if (!gone) {
      log.error("Processes of {} may be left: look for them by hand.", attempt.claim().key());
    }
    return gone;
  }

  /** The limit that ended the script before we could; null when it ended by itself. */
  private @Nullable StopCause limitCrossed(
      SandboxProcess process, ExitStatus status, OutputBudget budget) {
    boolean memory =
        process.memoryLimitReached().isDone()
            || (Objects.equals(status.exitCode(), UNCAUGHT)
                && delivery.stderr().lastLine().startsWith(MEMORY_ERROR));
    if (memory) {
      return StopCause.MEMORY_LIMIT;
    }
    return budget.isExceeded() ? StopCause.OUTPUT_LIMIT : null;
  }

  private static Ending unavailable() {
    return new Ending(AttemptOutcome.ERROR, EndReason.ISOLATION_UNAVAILABLE, false);
  }

  private SecretForms secrets() {
    List<String> values = new ArrayList<>(order.secrets().values());
    values.add(order.apiKey());
    return SecretForms.of(values);
  }

  private OutputPump pump(
      InputStream stream, SecretForms secrets, SpooledStream spooled, String name) {
    OutputSink sink =
        (bytes, length) -> {
          stages.firstByte();
          spooled.write(bytes, length);
        };
    return OutputPump.start(stream, secrets, sink, name + "-" + attempt.claim().key());
  }

  /** The cause of the stop; null when the script ended by itself. */
  private @Nullable StopCause awaitEndOrStop(
      SandboxProcess process, CompletableFuture<ExitStatus> exit) {
    Duration timeout = Duration.ofSeconds(order.timeoutSeconds());
    if (!awaitEither(exit, attempt.stopRequest(), timeout)) {
      attempt.stop(StopCause.TIMEOUT);
    }
    if (exit.isDone()) {
      return null;
    }
    StopCause cause = attempt.stopRequest().join();
    if (!cause.grace().isZero()) {
      process.terminate();
      boolean early = awaitEither(exit, attempt.supersession(), cause.grace());
      log.debug("{} ended within its grace: {}", attempt.claim().key(), early);
    }
    process.kill();
    awaitEither(exit, new CompletableFuture<>(), TREE_PATIENCE);
    return cause;
  }

  private static boolean awaitEither(
      CompletableFuture<?> one, CompletableFuture<?> other, Duration patience) {
    try {
      CompletableFuture.anyOf(one, other)
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private void conclude(@Nullable StopCause cause, ResourceUse use) {
    List<String> lines = new ArrayList<>();
    if (use.processLimitReached()) {
      lines.add(
          "Limit: %d processes reached; forks were refused".formatted(order.limits().processes()));
    }
    if (cause != null && cause != StopCause.SUPERSEDED) {
      lines.add("Stopped: " + words(cause));
    }
    delivery.stdout().conclude();
    delivery.stderr().conclude(lines.toArray(String[]::new));
  }

  private String words(StopCause cause) {
    return switch (cause) {
      case TIMEOUT -> "timeout of " + order.timeoutSeconds() + " s reached";
      case CANCELLED -> "cancelled";
      case MEMORY_LIMIT -> "memory limit of " + order.limits().memoryMb() + " MB reached";
      case OUTPUT_LIMIT -> "output limit of " + order.limits().outputMb() + " MB reached";
      case DRAINED -> "the worker was shut down";
      case OUTAGE -> "the worker reached neither Temporal nor the API any more";
      case SUPERSEDED -> "another attempt took over";
    };
  }

  private FinishRequest finish(
      Instant startedAt,
      Ending ending,
      @Nullable ExitStatus status,
      boolean gone,
      ResourceUse use,
      @Nullable String result) {
    return new FinishRequest(
        ending.outcome(),
        ending.reason(),
        status == null ? null : status.exitCode(),
        status == null ? null : status.signal(),
        ending.drained(),
        startedAt,
        tools.clock().instant(),
        gone,
        use.cpuMillis(),
        use.peakMemoryBytes(),
        delivery.stdout().size(),
        delivery.stderr().size(),
        result);
  }
}
