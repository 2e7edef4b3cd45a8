package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.dependencies.DependencyFixture;
import com.blueplm.runner.worker.dependencies.Environments;
import com.blueplm.runner.worker.egress.DestinationRule;
import com.blueplm.runner.worker.egress.EgressLimits;
import com.blueplm.runner.worker.egress.EgressProxy;
import com.blueplm.runner.worker.egress.EgressSettings;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.gateway.Claim;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayServer;
import com.blueplm.runner.worker.sandbox.PythonInterpreter;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A worker's attempts over a real gateway server, real processes and a real disk. */
final class AttemptFixture implements AutoCloseable {

  final GatewayServer server;
  final GatewayClient gateway;
  final WorkerHome home;
  final Sandbox sandbox;
  final LiveAttempts attempts = new LiveAttempts();
  final EgressProxy egress;
  final AttemptTools tools;
  private final TestSandboxes sandboxes;

  AttemptFixture(Path directory, IsolationLevel level) throws IOException {
    this(directory, level, null);
  }

  /** Attempts of a worker that installs packages from an index; null means no uv. */
  AttemptFixture(Path directory, IsolationLevel level, @Nullable URI index) throws IOException {
    this(
        TestSandboxes::in,
        directory,
        index,
        sandboxes ->
            level == IsolationLevel.PROCESS
                ? sandboxes.process()
                : sandboxes.bubblewrap(python(index)));
  }

  /** Attempts whose scripts may reach these destinations beside public ones. */
  AttemptFixture(Path directory, Function<TestSandboxes, Sandbox> sandbox, String... allowPrivate)
      throws IOException {
    this(TestSandboxes::in, directory, null, sandbox, allowPrivate);
  }

  /** Attempts under control groups, where this machine lets us make them. */
  static AttemptFixture withGroups(Path directory) throws IOException {
    return new AttemptFixture(
        TestSandboxes::withGroups, directory, null, TestSandboxes::bubblewrap);
  }

  private AttemptFixture(
      Function<Path, TestSandboxes> open,
      Path directory,
      @Nullable URI index,
      Function<TestSandboxes, Sandbox> choice,
      String... allowPrivate)
      throws IOException {
    server = new GatewayServer(directory);
    gateway = server.client();
    home = WorkerHome.open(directory.resolve("home"));
    sandboxes = open.apply(home.root());
    sandbox = choice.apply(sandboxes);
    Environments environments =
        index == null
            ? DependencyFixture.withoutUv(sandbox, home)
            : DependencyFixture.environments(sandbox, home, index);
    egress = egress(server.url(), false, allowPrivate);
    tools =
        new AttemptTools(
            gateway,
            new ScriptExecutor(sandbox, Clock.systemUTC()),
            environments,
            egress,
            attempts,
            home,
            Clock.systemUTC());
  }

  private static PythonInterpreter python(@Nullable URI index) {
    return index == null ? Machine.python() : Machine.basePython();
  }

  /** A proxy that lets scripts reach these destinations beside public ones. */
  EgressProxy egress(URI api, boolean allowHost, String... allowPrivate) throws IOException {
    List<DestinationRule> opened = Stream.of(allowPrivate).map(DestinationRule::parse).toList();
    return EgressProxy.start(
        new EgressSettings(api, List.of(), opened, allowHost, EgressLimits.standard()),
        home.root().resolve("egress"),
        Clock.systemUTC());
  }

  /** Whether the kernel limits the trees. */
  boolean hasGroups() {
    return ("" + sandboxes.control().probes().get("memory limit")).startsWith("whole tree");
  }

  LiveAttempt start(ExecutionOrder order) {
    LiveAttempt live =
        attempts.add(
            new Claim(order.runId(), order.attempt(), UUID.randomUUID()), order.onWorkerLoss());
    new AttemptRun(tools, order, live, new RunStages()).start();
    return live;
  }

  boolean isClean() throws IOException {
    try (Stream<Path> runs = Files.list(home.runs());
        Stream<Path> spools = Files.list(home.spools())) {
      return runs.findAny().isEmpty() && spools.findAny().isEmpty();
    }
  }

  @Override
  public void close() throws IOException {
    attempts.stopAll(StopCause.SUPERSEDED, live -> true);
    egress.close();
    gateway.close();
    server.close();
    home.close();
    sandboxes.close();
  }
}
