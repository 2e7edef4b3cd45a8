package com.blueplm.runner.worker.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the control groups of this machine's kernel. */
class GroupedTreeLimitsTest extends TreeLimitsContract {

  private static final int JOBS = 200;

  @Override
  TestSandboxes open(Path home) {
    return TestSandboxes.withGroups(home);
  }

  @BeforeEach
  void requireGroups() {
    String memory = sandboxes.control().probes().get("memory limit");
    assumeTrue(("" + memory).startsWith("whole tree"), "no control groups here: " + memory);
  }

  @Test
  void cpuShare() throws Exception {
    Ended ended =
        run("import time\nend = time.monotonic() + 3\nwhile time.monotonic() < end: pass", 50);

    assertThat(ended.use().cpuMillis()).isBetween(1000L, 1750L);
  }

  @Test
  void forkBomb() throws Exception {
    Ended ended =
        run(
            """
            import os, time
            n = 0
            try:
              while n < 500:
                if os.fork() == 0:
                  time.sleep(30)
                n += 1
            except BlockingIOError:
              print(n)
            """,
            100);

    assertThat(Integer.parseInt(ended.stdout().strip())).isBetween(60, 64);
    assertThat(ended.use().processLimitReached()).isTrue();
    assertThat(ended.gone()).isTrue();
  }

  @Test
  void manyJobsLeaveNothing() throws Exception {
    for (int i = 0; i < JOBS; i++) {
      Ended ended = run("print(1)", 100);
      assertThat(ended.stdout()).isEqualTo("1\n");
    }

    await().until(() -> groups().isEmpty());
  }

  @Test
  void whatADeadWorkerLeftIsKilledAndRemoved() throws Exception {
    List<Path> joinFiles = sandboxes.control().prepare(job()).joinFiles();
    Process orphan = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      for (Path file : joinFiles) {
        Files.writeString(file, Long.toString(orphan.pid()));
      }
      assertThat(groups()).isNotEmpty();

      sandboxes.control().removeLeftovers();

      assertThat(groups()).isEmpty();
      await().until(() -> !orphan.isAlive());
    } finally {
      orphan.destroyForcibly();
    }
  }

  private SandboxJob job() {
    return new SandboxJob(
        "left-behind",
        home,
        List.of("/bin/true"),
        Map.of(),
        List.of(),
        new SandboxLimits(256, 50, 64, 64),
        new SandboxNetwork.None());
  }

  private List<Path> groups() throws IOException, NoCgroupException {
    String prefix = OwnGroups.of(home).name("");
    List<Path> found = new ArrayList<>();
    for (Path parent : CgroupSearch.ofThisProcess().own().directories().values()) {
      GroupTree.children(parent).stream()
          .filter(child -> child.getFileName().toString().startsWith(prefix))
          .forEach(found::add);
    }
    return found;
  }
}
