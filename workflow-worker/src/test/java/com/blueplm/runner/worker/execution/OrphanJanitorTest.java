package com.blueplm.runner.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanJanitorTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path runs;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  private TestSandboxes sandboxes;

  @BeforeEach
  void openSandboxes() {
    sandboxes = TestSandboxes.in(home);
  }

  @AfterEach
  void closeSandboxes() {
    sandboxes.close();
  }

  @Test
  void killsTheSandboxesAndRemovesTheWorkspacesOfAnEarlierWorker() throws IOException {
    clearsUp(sandboxes.bubblewrap());
  }

  @Test
  void killsPlainProcessesToo() throws IOException {
    clearsUp(sandboxes.process());
  }

  @Test
  void nothingOutlivesAKilledWorker() throws IOException {
    sandboxes.tools();
    Machine.requireBubblewrap();
    Path doomedHome = Files.createDirectory(home.resolve("doomed"));
    Path doomedRuns = Files.createDirectory(doomedHome.resolve("runs"));
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedWorker.class.getName(),
                doomedHome.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> marks = new ArrayList<>();
    try (BufferedReader said = worker.inputReader()) {
      for (int n = 0; n < 2; n++) {
        marks.add("BLUEPLM_RUN_ID=" + said.readLine());
      }
      assertThat(marks).allSatisfy(mark -> assertThat(Machine.processesWith(mark)).isNotEmpty());
    } finally {
      worker.destroyForcibly();
    }
    worker.onExit().orTimeout(5, TimeUnit.SECONDS).join();

    try (TestSandboxes next = TestSandboxes.withGroups(doomedHome)) {
      next.control().removeLeftovers();
      new OrphanJanitor(doomedRuns).clean();
    }

    assertThat(marks).allSatisfy(mark -> assertThat(Machine.processesWith(mark)).isEmpty());
    try (Stream<Path> left = Files.list(doomedRuns)) {
      assertThat(left).isEmpty();
    }
  }

  private void clearsUp(Sandbox sandbox) throws IOException {
    var order = Orders.of("import time; time.sleep(60)");
    Workspace workspace = Workspace.of(runs, order);
    workspace.create(order, "{}");
    SandboxProcess process =
        new ScriptExecutor(sandbox, Clock.systemUTC())
            .start(order, workspace, new SandboxNetwork.Host());

    new OrphanJanitor(runs).clean();

    process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    assertThat(process.awaitGone(Duration.ofSeconds(5))).isTrue();
    try (Stream<Path> left = Files.list(runs)) {
      assertThat(left).isEmpty();
    }
  }
}
