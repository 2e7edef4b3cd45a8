package com.blueplm.runner.worker.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the limits of a tree must do, however the machine holds them. Real bubblewrap and Python.
 */
abstract class TreeLimitsContract {

  private static final long MIB = 1 << 20;
  private static final int PATIENCE_SECONDS = 20;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  TestSandboxes sandboxes;

  abstract TestSandboxes open(Path home);

  @BeforeEach
  void openSandboxes() throws IOException {
    Machine.openUp(home);
    sandboxes = open(home);
  }

  @AfterEach
  void closeSandboxes() {
    sandboxes.close();
  }

  @Test
  void memoryBomb() throws Exception {
    Ended ended = run("x = []\nwhile len(x) < 256: x.append(b'x' * (8 << 20))", 100);

    assertThat(ended.memoryLimitReached).isTrue();
    assertThat(ended.gone).isTrue();
  }

  @Test
  void memoryBombUnderACpuLimit() throws Exception {
    Ended ended = run("x = []\nwhile len(x) < 256: x.append(b'x' * (8 << 20))", 50);

    assertThat(ended.memoryLimitReached).isTrue();
    assertThat(ended.gone).isTrue();
  }

  @Test
  void manyChildrenThatTogetherWantTooMuch() throws Exception {
    Ended ended = run(CHILDREN, 100);

    assertThat(ended.memoryLimitReached).isTrue();
    assertThat(ended.gone).isTrue();
  }

  @Test
  void manyChildrenUnderACpuLimit() throws Exception {
    Ended ended = run(CHILDREN, 50);

    assertThat(ended.memoryLimitReached).isTrue();
    assertThat(ended.gone).isTrue();
  }

  private static final String CHILDREN =
      """
      import os, time
      for _ in range(12):
        if os.fork() == 0:
          x = b'x' * (100 << 20)
          time.sleep(60)
          os._exit(0)
      time.sleep(60)
      """;

  @Test
  void pagesSharedWithChildrenCountOnce() throws Exception {
    Ended ended =
        run(
            """
            import os, time
            x = b'x' * (100 << 20)
            for _ in range(5):
              if os.fork() == 0:
                time.sleep(1)
                os._exit(0)
            for _ in range(5): os.wait()
            print('done')
            """,
            100);

    assertThat(ended.memoryLimitReached).isFalse();
    assertThat(ended.stdout).isEqualTo("done\n");
    assertThat(ended.use.peakMemoryBytes()).isBetween(100 * MIB, 200 * MIB);
  }

  @Test
  void peakMemory() throws Exception {
    Ended ended = run("import time\nx = b'x' * (100 << 20)\ntime.sleep(0.5)", 100);

    assertThat(ended.status).isEqualTo(new ExitStatus(0, null));
    assertThat(ended.use.peakMemoryBytes()).isBetween(100 * MIB, 160 * MIB);
  }

  @Test
  void cpuTimeOfTheWholeTree() throws Exception {
    Ended ended =
        run(
            """
            import os, time
            for _ in range(2):
              if os.fork() == 0:
                while time.process_time() < 0.4: pass
                os._exit(0)
            for _ in range(2): os.wait()
            """,
            1000);

    assertThat(ended.use.cpuMillis()).isBetween(780L, 1400L);
  }

  final Ended run(String code, int cpuPercent) throws Exception {
    Path workspace = Files.createDirectory(home.resolve(UUID.randomUUID().toString()));
    var sandbox = sandboxes.bubblewrap();
    SandboxProcess process =
        sandbox.start(
            new SandboxJob(
                workspace.getFileName().toString(),
                workspace,
                List.of(sandbox.python(), "-I", "-c", code),
                Map.of("PATH", "/usr/bin"),
                List.of(),
                new SandboxLimits(256, cpuPercent, 64, 64),
                new SandboxNetwork.None()));
    CompletableFuture.anyOf(process.onExit(), process.memoryLimitReached())
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    process.kill();
    boolean gone = process.awaitGone(Duration.ofSeconds(5));
    String stdout = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
    ExitStatus status = process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    boolean memory = process.memoryLimitReached().isDone();
    return new Ended(status, stdout, memory, gone, process.close());
  }

  /** An ended job. */
  record Ended(
      ExitStatus status,
      String stdout,
      boolean memoryLimitReached,
      boolean gone,
      ResourceUse use) {}
}
