package com.blueplm.runner.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A benchmark and no test: what a run costs at each level, from start to end, against bare Python,
 * one after the other in turns. {@code -Dtest=LevelCosts} runs it and prints milliseconds.
 */
@SuppressWarnings("NullAway.Init")
class LevelCosts {

  private static final int ROUNDS = 60;
  private static final int WARM_UP = 10;
  private static final double NANOS_PER_MILLI = 1e6;

  @TempDir Path directory;

  @Test
  void print() throws Exception {
    try (TestSandboxes sampled = TestSandboxes.in(directory);
        TestSandboxes grouped = TestSandboxes.withGroups(directory)) {
      List<Variant> variants =
          List.of(
              new Variant("bare python3", this::bare),
              new Variant("process", () -> run(sampled.process())),
              new Variant("landlock", () -> run(sampled.landlock())),
              new Variant("bubblewrap", () -> run(sampled.bubblewrap())),
              new Variant("bubblewrap, control group", () -> run(grouped.bubblewrap())));
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (Variant variant : variants) {
          double millis = variant.run.call();
          if (round >= 0) {
            variant.millis[round] = millis;
          }
        }
      }
      variants.forEach(Variant::print);
    }
  }

  private double bare() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Machine.python().executable().toString(), "-I", "-u", "-X", "utf8", "-c", "pass")
            .start();
    assertThat(process.waitFor()).isZero();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  private double run(Sandbox sandbox) throws IOException {
    ExecutionOrder order = Orders.of("pass");
    Workspace workspace = Workspace.of(directory, order);
    workspace.create(order, "{}");
    long start = System.nanoTime();
    SandboxProcess process =
        new ScriptExecutor(sandbox, Clock.systemUTC())
            .start(order, workspace, new SandboxNetwork.None());
    assertThat(process.onExit().join().exitCode()).isZero();
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    process.kill();
    var unused = process.close();
    workspace.delete();
    return millis;
  }

  private static final class Variant {

    private final String name;
    private final Callable<Double> run;
    private final double[] millis = new double[ROUNDS];

    Variant(String name, Callable<Double> run) {
      this.name = name;
      this.run = run;
    }

    void print() {
      Arrays.sort(millis);
      System.out.printf(
          "%-28s median %6.1f ms  min %6.1f ms%n", name, millis[ROUNDS / 2], millis[0]);
    }
  }
}
