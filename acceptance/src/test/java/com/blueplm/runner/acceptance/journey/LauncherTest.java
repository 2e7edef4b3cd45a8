package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Start, stop, start again; nothing is left behind and nothing is lost. */
class LauncherTest {

  @Test
  void dataSurvivesAndNothingIsLeftBehind() throws Exception {
    try (Stack stack = Stack.start()) {
      assertThat(stack.output()).anyMatch(line -> line.contains("/sign-in?code="));
      assertThat(Files.getPosixFilePermissions(stack.home().resolve("admin-token")))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      assertThat(stack.pids())
          .containsOnlyKeys("postgres", "temporal", "api-app", "workflow-worker");
      String script = stack.admin().script("print('kept')");
      String run = stack.admin().trigger(script);
      stack.admin().awaitEnd(run, Duration.ofSeconds(30));
      List<ProcessHandle> family = stack.launcher().descendants().toList();

      stack.interrupt();

      awaitGone(family);
      stack.startAgain();
      assertThat(stack.admin().run(run).at("/output").asString()).isEqualTo("kept\n");

      String long60 = stack.admin().trigger(stack.admin().script("import time\ntime.sleep(60)\n"));
      stack
          .admin()
          .await(
              long60,
              Duration.ofSeconds(20),
              view -> view.at("/status").asString().equals("running"));
      List<ProcessHandle> second = stack.launcher().descendants().toList();
      stack.launcher().destroyForcibly();
      awaitGone(second);
      assertThat(Processes.marked(long60)).isEmpty();
    }
  }

  private static void awaitGone(List<ProcessHandle> family) {
    assertThat(family).hasSizeGreaterThanOrEqualTo(4);
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }
}
