package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.execution.OutputPump;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.execution.Workspace;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs scripts of the worker's own, without a network, as those of users are run. */
final class Trial {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int OUTPUT_AND_TMP_MB = 16;
  private static final int PROCESSES = 32;

  private final Sandbox sandbox;
  private final Path runs;
  private final int memoryMb;

  Trial(Sandbox sandbox, Path runs, int memoryMb) {
    this.sandbox = sandbox;
    this.runs = runs;
    this.memoryMb = memoryMb;
  }

  /**
   * What a script said, or how it ended when it said nothing.
   *
   * @throws IOException when it could not be started
   */
  String run(String script, Map<String, String> environment) throws IOException {
    ExecutionOrder order = order(script, environment);
    Workspace workspace = Workspace.of(runs, order);
    workspace.create(order, "{\"parameters\":{},\"payload\":null}\n");
    try {
      return watch(
          new ScriptExecutor(sandbox, Clock.systemUTC())
              .start(order, workspace, new SandboxNetwork.None()));
    } finally {
      workspace.delete();
    }
  }

  private static String watch(SandboxProcess process) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    OutputPump stdout = pump(process.stdout(), output);
    OutputPump stderr = pump(process.stderr(), output);
    String ended;
    try {
      ExitStatus status =
          process.onExit().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
      ended = "the self-test said nothing and ended with " + status;
    } catch (CompletionException e) {
      ended = "the self-test did not end within " + PATIENCE;
    }
    process.kill();
    boolean gone = process.awaitGone(PATIENCE);
    var unused = stdout.awaitEnd(PATIENCE) && stderr.awaitEnd(PATIENCE);
    var unusedUse = process.close();
    if (!gone) {
      return "the process tree could not be seen gone";
    }
    String said = output.toString(StandardCharsets.UTF_8).strip();
    return said.isEmpty() ? ended : said;
  }

  private static OutputPump pump(InputStream stream, ByteArrayOutputStream output) {
    return OutputPump.start(
        stream,
        SecretForms.of(List.of()),
        (bytes, length) -> output.write(bytes, 0, length),
        "self-test");
  }

  private ExecutionOrder order(String script, Map<String, String> environment) throws IOException {
    UUID id = UUID.randomUUID();
    return new ExecutionOrder(
        id,
        0,
        id,
        "self-test",
        script,
        code(script),
        TriggerType.MANUAL,
        null,
        id.toString(),
        (int) PATIENCE.toSeconds(),
        new ExecutionOrder.Limits(memoryMb, 100, OUTPUT_AND_TMP_MB, OUTPUT_AND_TMP_MB, PROCESSES),
        new ExecutionOrder.Network("internet", List.of()),
        environment,
        Map.of(),
        "",
        "",
        "{}",
        null,
        null,
        OnWorkerLoss.FAIL,
        null);
  }

  private static String code(String script) throws IOException {
    try (InputStream resource = Trial.class.getResourceAsStream("/isolation/" + script)) {
      if (resource == null) {
        throw new IOException(script + " is missing in the worker");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
