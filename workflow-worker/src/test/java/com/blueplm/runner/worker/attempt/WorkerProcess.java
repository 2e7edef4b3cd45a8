package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.dependencies.DependencyFixture;
import com.blueplm.runner.worker.egress.DestinationRule;
import com.blueplm.runner.worker.egress.EgressLimits;
import com.blueplm.runner.worker.egress.EgressProxy;
import com.blueplm.runner.worker.egress.EgressSettings;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.gateway.Claim;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayJson;
import com.blueplm.runner.worker.line.TestLine;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import com.blueplm.runner.worker.wake.Wakefulness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A worker's process without Temporal: runs one order, says how it ended, and ends. */
final class WorkerProcess {

  private WorkerProcess() {}

  /** Takes the worker's home, the gateway's address, the file of the key, and the order's file. */
  public static void main(String[] arguments) throws IOException {
    WorkerHome home = WorkerHome.open(Path.of(arguments[0]));
    URI api = URI.create(arguments[1]);
    ExecutionOrder order =
        GatewayJson.mapper()
            .readValue(Files.readAllBytes(Path.of(arguments[3])), ExecutionOrder.class);
    Clock clock = Clock.systemUTC();
    Sandbox sandbox = TestSandboxes.in(home.root()).bubblewrap();
    Wakefulness wakefulness = Wakefulness.start();
    LiveAttempts attempts = new LiveAttempts();
    GatewayClient gateway = new GatewayClient(api, Path.of(arguments[2]));
    EgressProxy egress =
        EgressProxy.start(
            new EgressSettings(
                api,
                List.of(),
                List.of(DestinationRule.parse("127.0.0.0/8")),
                false,
                EgressLimits.standard()),
            home.root().resolve("egress"),
            wakefulness::isCertain,
            clock);
    AttemptTools tools =
        new AttemptTools(
            gateway,
            new ScriptExecutor(sandbox, clock),
            DependencyFixture.withoutUv(sandbox, home),
            egress,
            attempts,
            home,
            clock);
    LiveAttempt live =
        attempts.add(
            new Claim(order.runId(), order.attempt(), UUID.randomUUID()), order.onWorkerLoss());
    var line = TestLine.open(gateway, sandbox, attempts, wakefulness);
    new AttemptRun(tools, order, live, new RunStages()).start();
    CompletableFuture<String> end =
        live.decision()
            .handle(
                (decision, failure) ->
                    failure == null ? decision.kind().name() : failure.getClass().getSimpleName());
    System.out.println(end.join());
    System.out.flush();
    line.close();
    Runtime.getRuntime().exit(0);
  }
}
