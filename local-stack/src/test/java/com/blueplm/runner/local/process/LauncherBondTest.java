package com.blueplm.runner.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.local.OpenDirectory;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherBondTest {
  @ParameterizedTest
  @ValueSource(strings = {"setpriv", "shell"})
  void aKilledLauncherLeavesNoChild(String means) throws Exception {
    try (OpenDirectory directory = new OpenDirectory()) {
      Process launcher =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LauncherLikeMain.class.getName(),
                  means,
                  directory.path().toString(),
                  "sleep",
                  "600")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader output = launcher.inputReader()) {
        long child = Long.parseLong(output.readLine());
        assertThat(ProcessHandle.of(child)).isPresent();

        launcher.destroyForcibly();

        await().until(() -> isGone(child));
      } finally {
        launcher.destroyForcibly();
      }
    }
  }

  @Test
  void aProgramIsPutIntoItsGroupBeforeAnythingElse() throws Exception {
    try (OpenDirectory directory = new OpenDirectory()) {
      Path group = directory.path().resolve("cgroup.procs");
      ChildCommand command =
          new ChildCommand(
              List.of("/bin/cat", group.toString()),
              Map.of(),
              directory.path(),
              directory.path().resolve("log"),
              Optional.empty(),
              "KILL",
              Optional.of(group));

      List<String> wrapped = LauncherBond.find(System.getenv("PATH")).wrap(command);

      assertThat(wrapped).startsWith("/bin/sh", "-c");
      Process process = new ProcessBuilder(wrapped).start();
      assertThat(process.inputReader().readLine()).isEqualTo("0");
    }
  }

  /** A killed orphan may stay as a zombie until the first process of the system reaps it. */
  private static boolean isGone(long pid) {
    return ProcessHandle.of(pid).flatMap(left -> left.info().command()).isEmpty();
  }
}
