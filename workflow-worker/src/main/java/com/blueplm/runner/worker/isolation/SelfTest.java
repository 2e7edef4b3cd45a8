package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.execution.OutputPump;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.execution.Workspace;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs a script that looks about itself and says whether it is kept as its level promises. */
final class SelfTest {

  /** The script's last line when all is well. */
  static final String PASSED = "passed";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String RESOURCE = "/isolation/self_test.py";

  private final Path runs;

  SelfTest(Path runs) {
    this.runs = runs;
  }

  /** {@link #PASSED}, or what is wrong, in words. */
  String run(ScriptExecutor executor) {
    try {
      ExecutionOrder order = order(executor);
      Workspace workspace = Workspace.of(runs, order);
      workspace.create(order, "{\"parameters\":{},\"payload\":null}\n");
      try {
        return watch(executor.start(order, workspace, new SandboxNetwork.Host()));
      } finally {
        workspace.delete();
      }
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String watch(SandboxProcess process) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    SecretForms noSecrets = SecretForms.of(List.of());
    OutputPump stdout = pump(process.stdout(), noSecrets, output);
    OutputPump stderr = pump(process.stderr(), noSecrets, output);
    ExitStatus status;
    try {
      status = process.onExit().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      process.kill();
      var unusedGone = process.awaitGone(PATIENCE);
      var unusedUse = process.close();
      return "the self-test did not end within " + PATIENCE;
    }
    process.kill();
    boolean gone = process.awaitGone(PATIENCE);
    var unusedUse = process.close();
    var unused = stdout.awaitEnd(PATIENCE) && stderr.awaitEnd(PATIENCE);
    String said = output.toString(StandardCharsets.UTF_8).strip();
    if (!gone) {
      return "the process tree could not be seen gone";
    }
    return said.isEmpty() ? "the self-test said nothing and ended with " + status : said;
  }

  private static OutputPump pump(
      InputStream stream, SecretForms secrets, ByteArrayOutputStream output) {
    return OutputPump.start(
        stream, secrets, (bytes, length) -> output.write(bytes, 0, length), "self-test");
  }

  private ExecutionOrder order(ScriptExecutor executor) throws IOException {
    UUID id = UUID.randomUUID();
    return new ExecutionOrder(
        id,
        0,
        id,
        "self-test",
        "self_test.py",
        code(),
        TriggerType.MANUAL,
        null,
        id.toString(),
        (int) PATIENCE.toSeconds(),
        new ExecutionOrder.Limits(256, 100, 1, 16, 64),
        new ExecutionOrder.Network("internet", List.of()),
        Map.of(
            "SELF_TEST_LEVEL", executor.level().wire(),
            "SELF_TEST_HIDDEN", runs.toString()),
        Map.of(),
        "",
        "",
        "{}",
        null,
        null);
  }

  private static String code() throws IOException {
    try (InputStream resource = SelfTest.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException(RESOURCE + " is missing in the worker");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
