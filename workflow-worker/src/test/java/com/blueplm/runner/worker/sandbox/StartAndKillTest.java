package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.execution.OutputPump;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.execution.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills at every moment of the start, and what many runs leave behind. */
@SuppressWarnings("NullAway.Init")
class StartAndKillTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LATEST_KILL_MICROS = 30_000;

  /** More by {@code -Dsandbox.kills=500}. */
  private static final int KILLS = Integer.getInteger("sandbox.kills", 60);

  private static final int RUNS = Integer.getInteger("sandbox.runs", 200);

  @TempDir Path home;
  @TempDir Path runs;
  private TestSandboxes sandboxes;

  @BeforeEach
  void openSandboxes() {
    sandboxes = TestSandboxes.withGroups(home);
  }

  @AfterEach
  void closeSandboxes() {
    sandboxes.close();
  }

  @Test
  void aKillAtAnyMomentOfTheStartLeavesNothingInNamespaces() throws IOException {
    leavesNothing(TestSandboxes::bubblewrap);
  }

  @Test
  void aKillAtAnyMomentOfTheStartLeavesNothingOfPlainProcesses() throws IOException {
    sandboxes.tools();
    leavesNothing(TestSandboxes::process);
  }

  private void leavesNothing(Function<TestSandboxes, Sandbox> level) throws IOException {
    Random random = new Random(7);
    List<String> survivors = new ArrayList<>();
    for (int n = 0; n < KILLS; n++) {
      var order =
          Orders.of(
              """
              import os, time
              if os.fork() == 0:
                os.setsid()
                os.fork()
              time.sleep(60)
              """);
      Workspace workspace = Workspace.of(runs, order);
      workspace.create(order, "{}");
      SandboxProcess process =
          new ScriptExecutor(level.apply(sandboxes), Clock.systemUTC())
              .start(order, workspace, new SandboxNetwork.None());
      int delay = random.nextInt(LATEST_KILL_MICROS);
      spin(delay);

      process.kill();

      boolean gone = process.awaitGone(PATIENCE);
      List<ProcessHandle> left = Machine.processesWith("BLUEPLM_RUN_ID=" + order.runId());
      if (!gone || !left.isEmpty()) {
        survivors.add("after " + delay + " us: " + left + ", seen gone: " + gone);
      }
      var unused = process.close();
      workspace.delete();
    }
    assertThat(survivors).isEmpty();
  }

  /** A sleep would end at the scheduler's ticks, and so always at the same moments. */
  private static void spin(int micros) {
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void manyRunsLeaveNoDescriptorThreadWorkspaceOrProcess() throws IOException {
    ScriptExecutor executor = new ScriptExecutor(sandboxes.bubblewrap(), Clock.systemUTC());
    runShortly(executor, 10);
    settle();
    long descriptors = count(Path.of("/proc/self/fd"));
    int threads = platformThreads();

    runShortly(executor, RUNS);

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(count(Path.of("/proc/self/fd"))).isLessThanOrEqualTo(descriptors + 2);
              assertThat(platformThreads()).isLessThanOrEqualTo(threads + 2);
              assertThat(count(runs)).isZero();
              assertThat(ProcessHandle.current().descendants()).isEmpty();
            });
  }

  private void runShortly(ScriptExecutor executor, int times) throws IOException {
    SecretForms noSecrets = SecretForms.of(List.of());
    for (int n = 0; n < times; n++) {
      var order = Orders.of("print('x')");
      Workspace workspace = Workspace.of(runs, order);
      workspace.create(order, "{}");
      SandboxProcess process = executor.start(order, workspace, new SandboxNetwork.None());
      OutputPump out = OutputPump.start(process.stdout(), noSecrets, (b, length) -> {}, "out");
      OutputPump err = OutputPump.start(process.stderr(), noSecrets, (b, length) -> {}, "err");
      assertThat(process.onExit().orTimeout(10, TimeUnit.SECONDS).join())
          .isEqualTo(new ExitStatus(0, null));
      process.kill();
      assertThat(process.awaitGone(PATIENCE)).isTrue();
      assertThat(out.awaitEnd(PATIENCE) & err.awaitEnd(PATIENCE)).isTrue();
      var unused = process.close();
      workspace.delete();
    }
  }

  private static void settle() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
  }

  private static int platformThreads() {
    return Thread.getAllStackTraces().size();
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }
}
