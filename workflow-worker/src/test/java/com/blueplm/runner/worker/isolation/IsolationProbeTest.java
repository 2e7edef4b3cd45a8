package com.blueplm.runner.worker.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationProbeTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
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
  void findsTheBestLevelByRunningTheSelfTest() throws IOException {
    Machine.requireBubblewrap();
    IsolationProbe probe = probe(IsolationLevel.BUBBLEWRAP);
    probe.allowRoot();

    Isolation isolation = probe.probe();

    assertThat(isolation.probes()).containsEntry("bubblewrap", "passed");
    assertThat(isolation.level()).isEqualTo(IsolationLevel.BUBBLEWRAP);
    assertThat(isolation.refusal()).isEmpty();
  }

  @Test
  void refusesBelowTheMinimumAndSaysWhatToDo() throws IOException {
    Machine.requireBubblewrap();
    IsolationProbe probe = probe(IsolationLevel.CONTAINER);
    probe.allowRoot();

    Isolation isolation = probe.probe();

    assertThat(isolation.refusal())
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("bubblewrap, below runner.minimum-isolation=container")
                    .contains("Set runner.container.socket"));
  }

  @Test
  void refusesToRunScriptsAsRoot() throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "the tests do not run as root");

    Isolation isolation = probe(IsolationLevel.PROCESS).probe();

    assertThat(isolation.refusal())
        .hasValueSatisfying(reason -> assertThat(reason).contains("unprivileged user"));
  }

  @Test
  void triesNoLevelAboveTheMaximum() throws IOException {
    IsolationProbe probe = probe(IsolationLevel.PROCESS, IsolationLevel.PROCESS);
    probe.allowRoot();

    Isolation isolation = probe.probe();

    assertThat(isolation.level()).isEqualTo(IsolationLevel.PROCESS);
    assertThat(isolation.probes())
        .containsEntry("bubblewrap", "not tried: runner.maximum-isolation=process");
  }

  private IsolationProbe probe(IsolationLevel minimum) throws IOException {
    return probe(minimum, IsolationLevel.CONTAINER);
  }

  private IsolationProbe probe(IsolationLevel minimum, IsolationLevel maximum) throws IOException {
    Path runs = Files.createDirectory(home.resolve("runs"));
    Ladder ladder =
        Ladder.of(
            sandboxes.spawner(),
            Machine.python(),
            sandboxes.toolsIfPresent(),
            sandboxes.control(),
            Optional.empty());
    return new IsolationProbe(ladder, runs, minimum, maximum, sandboxes.control().probes());
  }
}
