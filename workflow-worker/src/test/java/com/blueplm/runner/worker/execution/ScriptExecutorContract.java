package com.blueplm.runner.worker.execution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.sandbox.ExitStatus;
import com.blueplm.runner.worker.sandbox.ResourceUse;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts may rely on at every level. */
public abstract class ScriptExecutorContract {

  protected static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T06:00:01Z"), ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  protected Path runs;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  protected Path home;

  @SuppressWarnings("NullAway.Init")
  protected TestSandboxes sandboxes;

  /** The level under test. */
  protected abstract Sandbox sandbox(TestSandboxes sandboxes) throws IOException;

  /** Whether exit codes above 128 are told from signals. */
  protected boolean tellsExitCodesFromSignals() {
    return true;
  }

  /** Whether the size and the number of files are limited. */
  protected boolean limitsFiles() {
    return true;
  }

  /** What the sandbox is made of. */
  protected TestSandboxes open(Path home) {
    return TestSandboxes.in(home);
  }

  @BeforeEach
  final void openSandboxes() {
    sandboxes = open(home);
  }

  @AfterEach
  final void closeSandboxes() {
    sandboxes.close();
  }

  @Test
  void reportsExitCodesAndBothStreams() throws IOException {
    Ended ended = run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)");

    assertThat(ended.status).isEqualTo(new ExitStatus(7, null));
    assertThat(ended.stdout).isEqualTo("out\n");
    assertThat(ended.stderr).isEqualTo("err\n");
    assertThat(ended.gone).isTrue();
  }

  @Test
  void tracebacksNameTheScript() throws IOException {
    Ended ended = run("\n\nraise ValueError('no')\n");

    assertThat(ended.status).isEqualTo(new ExitStatus(1, null));
    assertThat(ended.stderr).contains("/sync_suppliers.py\", line 3").contains("ValueError: no");
  }

  @Test
  void reportsTheSignalThatEndedTheScript() throws IOException {
    Ended ended = run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)");

    assertThat(ended.status).isEqualTo(new ExitStatus(null, 11));
  }

  @Test
  void environmentIsCompleteAndNothingElse() throws IOException {
    ExecutionOrder order =
        Orders.of(
            "import os\nfor k in sorted(os.environ): print(k + '=' + os.environ[k])",
            30,
            10,
            Map.of("ERP_URL", "https://erp.example", "BOTH", "plain"),
            Map.of("ERP_KEY", "secret-value", "BOTH", "from-secret"));
    Ended ended = run(order);

    List<String> names = ended.stdout.lines().map(line -> line.split("=")[0]).toList();
    assertThat(names)
        .containsExactly(
            "BLUEPLM_API_KEY",
            "BLUEPLM_API_URL",
            "BLUEPLM_ARTIFACTS",
            "BLUEPLM_ATTEMPT",
            "BLUEPLM_DEADLINE",
            "BLUEPLM_RUNTIME",
            "BLUEPLM_RUN_ID",
            "BLUEPLM_RUN_KEY",
            "BLUEPLM_SCRIPT_ID",
            "BLUEPLM_SCRIPT_NAME",
            "BLUEPLM_SLOT",
            "BLUEPLM_TRIGGER",
            "BOTH",
            "ERP_KEY",
            "ERP_URL",
            "HOME",
            "LANG",
            "MALLOC_ARENA_MAX",
            "PATH",
            "PWD",
            "PYTHONUNBUFFERED",
            "TMPDIR",
            "TZ");
    assertThat(ended.stdout)
        .contains("BOTH=from-secret\n")
        .contains("BLUEPLM_SLOT=2026-11-24T06:00:00Z\n")
        .contains("BLUEPLM_TRIGGER=scheduled\n")
        .contains("BLUEPLM_DEADLINE=" + (CLOCK.instant().getEpochSecond() + 30) + "\n")
        .contains("BLUEPLM_SCRIPT_NAME=Sync suppliers\n");
  }

  @Test
  void startsInAnEmptyWritableDirectoryWithNothingOnStdin() throws IOException {
    Ended ended =
        run(
            """
            import os, sys
            print(os.listdir(), os.getcwd() == os.environ['TMPDIR'], repr(sys.stdin.read()))
            open('file', 'w').write('x')
            open(os.path.join(os.environ['BLUEPLM_ARTIFACTS'], 'report'), 'w').write('x')
            print(open(os.path.join(os.environ['BLUEPLM_RUNTIME'], 'run.json')).read())
            print(sorted(int(n) for n in os.listdir('/proc/self/fd'))[:-1])
            """);

    assertThat(ended.stderr).isEmpty();
    assertThat(ended.stdout).isEqualTo("[] True ''\n{\"parameters\":{\"depth\":3}}\n\n[0, 1, 2]\n");
  }

  @Test
  void carriesEventsOut() throws IOException {
    Ended ended =
        run(
            """
            import os
            with open(os.path.join(os.environ['BLUEPLM_RUNTIME'], 'events.jsonl'), 'a') as f:
              f.write('{"type":"result","value":1}\\n')
            """);

    assertThat(ended.status.exitCode()).isZero();
    assertThat(ended.events).isEqualTo("{\"type\":\"result\",\"value\":1}\n");
  }

  @Test
  void passesAnyBytes() throws IOException {
    Ended ended =
        run("import sys; sys.stdout.buffer.write(b'ok \\xff\\xc3( \\x00 \\xed\\xa0\\x80 end')");

    assertThat(ended.stdoutBytes)
        .isEqualTo("ok \u00ff\u00c3( \0 \u00ed\u00a0\u0080 end".getBytes(ISO_8859_1));
  }

  @Test
  void readsMuchOutputInBoundedPieces() throws IOException {
    AtomicLong total = new AtomicLong();
    AtomicLong largest = new AtomicLong();
    String code = "import sys\nfor _ in range(20): sys.stdout.buffer.write((b'x'*99+b'\\n')*10486)";

    count(code, total, largest);

    assertThat(total.get()).isEqualTo(20L * 10486 * 100);
    assertThat(largest.get()).isLessThanOrEqualTo(64 * 1024);
  }

  @Test
  void readsOneEndlessLineInBoundedPieces() throws IOException {
    AtomicLong total = new AtomicLong();
    AtomicLong largest = new AtomicLong();

    count("import sys\nfor _ in range(50): sys.stdout.buffer.write(b'y'*(1<<20))", total, largest);

    assertThat(total.get()).isEqualTo(50L << 20);
    assertThat(largest.get()).isLessThanOrEqualTo(64 * 1024 + 64);
  }

  @Test
  void termReachesTheScriptAndItsLastWordsArrive() throws IOException {
    Running running =
        start(
            """
            import signal, sys, time
            def stop(*_):
              print('cleaned up'); sys.exit(3)
            signal.signal(signal.SIGTERM, stop)
            print('ready')
            time.sleep(60)
            """);
    running.awaitOutput("ready\n");

    running.process.terminate();
    Ended ended = running.end();

    assertThat(ended.status).isEqualTo(new ExitStatus(3, null));
    assertThat(ended.stdout).isEqualTo("ready\ncleaned up\n");
  }

  @Test
  void killEndsAScriptThatIgnoresTerm() throws IOException {
    Running running =
        start(
            """
            import signal, time
            for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)
            print('ready')
            while True: time.sleep(1)
            """);
    running.awaitOutput("ready\n");

    running.process.terminate();
    assertThat(running.process.onExit()).isNotDone();
    running.process.kill();
    Ended ended = running.end();

    assertThat(ended.status).isEqualTo(new ExitStatus(null, 9));
    assertThat(ended.gone).isTrue();
  }

  @Test
  void killRightAfterTheStartLeavesNothing() throws IOException {
    for (int i = 0; i < 20; i++) {
      Running running = start("import time; time.sleep(60)");

      running.process.kill();

      assertThat(running.end().gone).isTrue();
    }
  }

  @Test
  void daemonsEndWithTheScript() throws IOException {
    Ended ended = run(daemon("os.dup2(os.open('/dev/null', os.O_RDWR), 1)"));

    assertThat(ended.status.exitCode()).isZero();
    assertThat(ended.gone).isTrue();
    assertThat(Machine.processesWith("BLUEPLM_RUN_ID=" + ended.order.runId())).isEmpty();
  }

  @Test
  void daemonsThatHoldTheOutputEndWithTheScript() throws IOException {
    Ended ended = run(daemon("pass"));

    assertThat(ended.stdout).isEqualTo("main ends\n");
    assertThat(ended.streamsEnded).isTrue();
    assertThat(Machine.processesWith("BLUEPLM_RUN_ID=" + ended.order.runId())).isEmpty();
  }

  @Test
  void closedStreamsAreNotTheEnd() throws IOException {
    Running running =
        start("import os, sys, time; os.close(1); os.close(2); time.sleep(1); os._exit(4)");

    assertThat(running.end().status).isEqualTo(new ExitStatus(4, null));
  }

  @Test
  void memoryIsLimited() throws IOException {
    Running running =
        start(
            """
            import time
            x = bytearray(100 << 20)
            print('within')
            try:
              y = bytearray(300 << 20)
              time.sleep(30)
            except MemoryError:
              print('refused')
            """);
    CompletableFuture.anyOf(running.process.memoryLimitReached(), running.process.onExit())
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    boolean told = running.process.memoryLimitReached().isDone();
    running.process.kill();
    Ended ended = running.end();

    assertThat(ended.stdout).startsWith("within\n");
    assertThat(told || ended.stdout.endsWith("refused\n")).isTrue();
  }

  @Test
  void memoryOfTheWholeTreeIsLimited() throws IOException {
    Running running =
        start(
            """
            import os, time
            for _ in range(6):
              if os.fork() == 0:
                x = bytearray(80 << 20)
                time.sleep(30)
                os._exit(0)
            time.sleep(30)
            """);

    running.process.memoryLimitReached().orTimeout(20, TimeUnit.SECONDS).join();
    running.process.kill();

    assertThat(running.end().gone).isTrue();
  }

  @Test
  void exitCodesAboveAHundredAndTwentyEightAreNoSignals() throws IOException {
    assumeTrue(tellsExitCodesFromSignals());

    assertThat(run("import os; os._exit(137)").status).isEqualTo(new ExitStatus(137, null));
    assertThat(run("import os; os._exit(129)").status).isEqualTo(new ExitStatus(129, null));
  }

  @Test
  void theUseOfTheWholeTreeIsMeasured() throws IOException {
    Ended ended =
        run(
            """
            import os, time
            if os.fork() == 0:
              x = bytearray(60 << 20)
              end = time.process_time() + 0.3
              while time.process_time() < end: pass
              time.sleep(0.2)
              os._exit(0)
            os.wait()
            """);

    assertThat(ended.status).isEqualTo(new ExitStatus(0, null));
    assertThat(ended.use.cpuMillis()).isBetween(290L, 3000L);
    assertThat(ended.use.peakMemoryBytes()).isBetween(60L << 20, 200L << 20);
  }

  @Test
  void filesAreLimited() throws IOException {
    assumeTrue(limitsFiles());
    Ended ended =
        run(
            """
            import errno, os, resource
            print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_NOFILE))
            try:
              with open('big', 'wb') as f:
                for _ in range(80): f.write(b'x' * (1 << 20))
            except OSError as e:
              print(errno.errorcode[e.errno] in ('EFBIG', 'ENOSPC'))
            """);

    assertThat(ended.stderr).isEmpty();
    assertThat(ended.stdout).isEqualTo("(0, 0) (256, 256)\nTrue\n");
  }

  @Test
  void aCommandThatCannotBeStartedIsToldFromOneThatFails() throws IOException {
    assumeTrue(tellsExitCodesFromSignals());
    Sandbox sandbox = sandbox(sandboxes);
    Path workspace = Files.createDirectory(runs.resolve("job"));
    SandboxProcess process =
        sandbox.start(
            new SandboxJob(
                "job",
                workspace,
                List.of("/usr/bin/there-is-no-such-program"),
                Map.of("TMPDIR", sandbox.temporaryDirectory(workspace)),
                List.of(),
                new SandboxLimits(256, 50, 64, 64),
                new SandboxNetwork.Host()));

    assertThat(process.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitCode()).isNotZero();
    process.kill();
    assertThat(process.awaitGone(PATIENCE)).isTrue();
    assertThat(process.exitIsTheCommands()).isFalse();
    var unused = process.close();
  }

  private static String daemon(String beforeSleep) {
    return """
    import os, time
    if os.fork() == 0:
      os.setsid()
      if os.fork() == 0:
        %s
        time.sleep(45)
      os._exit(0)
    os.wait()
    print('main ends')
    """
        .formatted(beforeSleep);
  }

  private void count(String code, AtomicLong total, AtomicLong largest) throws IOException {
    ExecutionOrder order = Orders.of(code);
    Workspace workspace = Workspace.of(runs, order);
    workspace.create(order, "{}");
    SandboxProcess process = start(order, workspace, new SandboxNetwork.Host());
    OutputSink sink =
        (bytes, length) -> {
          total.addAndGet(length);
          largest.accumulateAndGet(length, Math::max);
        };
    SecretForms secrets = SecretForms.of(List.of("some-secret-value"));
    OutputPump pump = OutputPump.start(process.stdout(), secrets, sink, "stdout");
    assertThat(process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitCode()).isZero();
    assertThat(pump.awaitEnd(PATIENCE)).isTrue();
    var unused = process.close();
  }

  protected final Ended run(String code) throws IOException {
    return run(Orders.of(code));
  }

  protected final Ended run(ExecutionOrder order) throws IOException {
    return start(order).end();
  }

  protected final Running start(String code) throws IOException {
    return start(Orders.of(code));
  }

  protected final Ended run(ExecutionOrder order, SandboxNetwork network) throws IOException {
    return start(order, network).end();
  }

  private SandboxProcess start(ExecutionOrder order, Workspace workspace, SandboxNetwork network)
      throws IOException {
    return new ScriptExecutor(sandbox(sandboxes), CLOCK).start(order, workspace, network);
  }

  protected final Running start(ExecutionOrder order) throws IOException {
    return start(order, new SandboxNetwork.Host());
  }

  private Running start(ExecutionOrder order, SandboxNetwork network) throws IOException {
    Workspace workspace = Workspace.of(runs, order);
    workspace.create(order, "{\"parameters\":" + order.parameters() + "}\n");
    return new Running(order, workspace, start(order, workspace, network));
  }

  /** A started script and what it wrote so far. */
  protected static final class Running {
    public final ExecutionOrder order;
    public final Workspace workspace;
    public final SandboxProcess process;
    public final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    public final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    public final OutputPump stdoutPump;
    public final OutputPump stderrPump;

    Running(ExecutionOrder order, Workspace workspace, SandboxProcess process) {
      this.order = order;
      this.workspace = workspace;
      this.process = process;
      SecretForms none = SecretForms.of(List.of());
      stdoutPump =
          OutputPump.start(process.stdout(), none, (b, n) -> stdout.write(b, 0, n), "stdout");
      stderrPump =
          OutputPump.start(process.stderr(), none, (b, n) -> stderr.write(b, 0, n), "stderr");
    }

    public void awaitOutput(String expected) {
      await().atMost(PATIENCE).until(() -> stdout.toString(UTF_8).equals(expected));
    }

    public Ended end() throws IOException {
      ExitStatus status = process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
      process.kill();
      boolean gone = process.awaitGone(Duration.ofSeconds(5));
      boolean streamsEnded =
          stdoutPump.awaitEnd(Duration.ofSeconds(2)) & stderrPump.awaitEnd(Duration.ofSeconds(2));
      String events = Files.readString(workspace.events());
      ResourceUse use = process.close();
      workspace.delete();
      return new Ended(
          order,
          status,
          stdout.toByteArray(),
          stdout.toString(UTF_8),
          stderr.toString(UTF_8),
          events,
          gone,
          streamsEnded,
          use);
    }
  }

  /** An ended script. */
  protected record Ended(
      ExecutionOrder order,
      ExitStatus status,
      byte[] stdoutBytes,
      String stdout,
      String stderr,
      String events,
      boolean gone,
      boolean streamsEnded,
      ResourceUse use) {}
}
