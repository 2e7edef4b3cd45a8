package com.blueplm.runner.worker.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.sandbox.NativeTools;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ContainerLevelTest {

  private static final String SOCKET = "RUNNER_TEST_CONTAINER_SOCKET";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @Test
  void isNotTriedUnlessConfigured() {
    ContainerLevel level = find(Map.of());

    assertThat(level.sandbox()).isEmpty();
    assertThat(level.probes())
        .isEqualTo(Map.of("container", "not configured: set runner.container.socket"));
  }

  @Test
  void saysWhichEngineDoesNotAnswer() {
    ContainerLevel level = find(Map.of("runner.container.socket", "unix://" + home + "/none.sock"));

    assertThat(level.sandbox()).isEmpty();
    assertThat(level.probes().get("container")).contains(home + "/none.sock");
  }

  @Test
  void bindsItsProperties() {
    assertThat(bind(Map.of("runner.container.image", "own:1")))
        .isEqualTo(new ContainerProperties(null, "own:1"));
    assertThat(bind(Map.of("runner.container.socket", "unix:///run/engine.sock")))
        .isEqualTo(
            new ContainerProperties(
                URI.create("unix:///run/engine.sock"), "blueplm/script-runner:python"));
  }

  @Test
  void isTheBestLevelWhereItsSelfTestPasses() throws IOException {
    String socket = System.getenv(SOCKET);
    assumeThat(socket).as("no container engine: set " + SOCKET).isNotNull();
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("root of a container may write its /dev; a worker is never root")
        .isNotEqualTo(0);
    Path runs = Files.createDirectory(home.resolve("runs"));
    ContainerLevel level =
        ContainerLevel.find(
            bind(Map.of("runner.container.socket", String.valueOf(socket))),
            home,
            NativeTools.extractTo(home).flatMap(NativeTools::scriptFilter));
    try (TestSandboxes sandboxes = TestSandboxes.withGroups(home)) {
      Ladder ladder =
          Ladder.of(
              sandboxes.spawner(),
              Machine.python(),
              sandboxes.toolsIfPresent(),
              sandboxes.control(),
              level.sandbox());
      IsolationProbe probe =
          new IsolationProbe(
              ladder, runs, IsolationLevel.CONTAINER, IsolationLevel.CONTAINER, level.probes());
      probe.allowRoot();

      Isolation isolation = probe.probe();

      assertThat(isolation.probes()).containsEntry("container", SelfTest.PASSED);
      assertThat(isolation.level()).isEqualTo(IsolationLevel.CONTAINER);
      assertThat(isolation.refusal()).isEmpty();
    }
  }

  private ContainerLevel find(Map<String, String> values) {
    return ContainerLevel.find(bind(values), home, Optional.empty());
  }

  private static ContainerProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("runner.container", ContainerProperties.class);
  }
}
