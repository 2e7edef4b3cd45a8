package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** script-init by itself: status, tree, limits, failures. */
class ScriptInitTest {

  private static final int ROUNDS = 20;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  private ScriptInit init;

  @BeforeEach
  void extract() throws IOException {
    init = new ScriptInit(home);
  }

  @AfterEach
  void close() {
    init.close();
  }

  @Test
  void exitCodeAndSignalAreToldApart() throws IOException {
    ScriptInit.Ended exited = init.run(List.of(), "import sys; sys.exit(137)");
    ScriptInit.Ended signalled =
        init.run(List.of(), "import os; print(1); os.kill(os.getpid(), 9)");

    assertThat(exited.code()).isEqualTo(137);
    assertThat(exited.status()).startsWith("{\"exit_code\":137,\"signal\":null,").endsWith("}\n");
    assertThat(signalled.code()).isEqualTo(137);
    assertThat(signalled.status()).startsWith("{\"exit_code\":null,\"signal\":9,").endsWith("}\n");
  }

  @Test
  void cpuTimeOfADaemonCountsAndSoDoesTheLargestProcess() throws IOException {
    ScriptInit.Ended ended =
        init.run(
            List.of(),
            """
            import os, time
            r, w = os.pipe()
            if os.fork() == 0:
              os.setsid()
              if os.fork() == 0:
                x = bytearray(64 << 20)
                while time.process_time() < 0.4: pass
                os.write(w, b'x'); time.sleep(60)
              os._exit(0)
            os.wait(); os.read(r, 1)
            """);

    assertThat(ended.number("cpu_us")).isBetween(400_000L, 5_000_000L);
    assertThat(ended.number("max_rss_kb")).isBetween(64_000L, 200_000L);
  }

  @Test
  void daemonsEndWithTheProgram() throws IOException {
    ScriptInit.Ended ended =
        init.run(
            List.of(),
            """
            import os, time
            if os.fork() == 0:
              os.setsid()
              if os.fork() == 0: time.sleep(60)
              os._exit(0)
            os.wait(); print('ends')
            """);

    // The daemon holds the output: its end is the daemon's.
    assertThat(ended.succeeded().stdout()).isEqualTo("ends\n");
  }

  @RepeatedTest(ROUNDS)
  void termKillsAChainOfForksAndExits() throws IOException {
    ScriptInit.Running rabbit =
        init.python(
            List.of(),
            """
            import os, time
            if os.fork() == 0:
              os.write(1, b'x')
              while True:
                os.setsid()
                if os.fork(): os._exit(0)
            time.sleep(60)
            """);

    rabbit.awaitOutput().process.toHandle().destroy();

    assertThat(rabbit.end().status()).startsWith("{\"exit_code\":null,\"signal\":9,");
  }

  @RepeatedTest(ROUNDS)
  void termKillsAWideTree() throws IOException {
    ScriptInit.Running wide =
        init.python(
            List.of(),
            """
            import os, time
            for _ in range(5): os.fork()
            os.setsid() if os.getpid() != os.getsid(0) else None
            os.write(1, b'x')
            while True: time.sleep(60)
            """);

    wide.awaitOutput().process.toHandle().destroy();

    assertThat(wide.end().status()).startsWith("{\"exit_code\":null,\"signal\":9,");
  }

  @Test
  void theEndOfOutputIsSeenBeforeTheExit() throws IOException {
    ScriptInit.Running running =
        init.python(
            List.of(),
            """
            import os, signal
            signal.signal(signal.SIGUSR1, lambda *_: os._exit(4))
            os.write(1, str(os.getpid()).encode()); os.close(1); os.close(2); signal.pause()
            """);

    String pid = running.awaitOutputEnd();
    assertThat(running.process.isAlive()).isTrue();
    init.signal("USR1", pid);

    assertThat(running.end().code()).isEqualTo(4);
  }

  @Test
  void givesTheProgramNothingButItsStreams() throws IOException {
    String code =
        "import os; print([n for n in range(64) if os.path.exists('/proc/self/fd/%d' % n)])";

    assertThat(init.run(List.of(), code).succeeded().stdout()).isEqualTo("[0, 1, 2]\n");
  }

  @Test
  void cannotBeLookedInto() throws IOException {
    ScriptInit.Ended ended =
        init.run(
            List.of(),
            """
            import os
            for name in ('environ', 'mem', 'maps', 'fd'):
              path = '/proc/%d/%s' % (os.getppid(), name)
              try: os.listdir(path) if name == 'fd' else open(path, 'rb').read(1); print(name)
              except PermissionError: pass
            try: os.open('/proc/%d/fd/9' % os.getppid(), os.O_WRONLY); print('status')
            except PermissionError: pass
            """);

    assertThat(ended.succeeded().stdout()).isEmpty();
  }

  @Test
  void startsASessionWithDefaultSignalsAndNoNewPrivileges() throws IOException {
    ScriptInit.Ended ended =
        init.run(
            List.of(),
            """
            import os
            status = dict(l.split(':\\t') for l in open('/proc/self/status') if ':\\t' in l)
            print(os.getsid(0) == os.getpid(), int(status['SigBlk'], 16), status['NoNewPrivs'].strip())
            """);

    assertThat(ended.succeeded().stdout()).isEqualTo("True 0 1\n");
  }

  @Test
  void leavesNoCapabilitiesToRoot() throws IOException {
    init.keepPrivileges();
    ScriptInit.Ended ended =
        init.run(
            List.of(),
            """
            status = dict(l.split(':\\t') for l in open('/proc/self/status') if ':\\t' in l)
            print([int(status['Cap' + kind], 16) for kind in ('Inh', 'Prm', 'Eff', 'Amb')])
            """);

    assertThat(ended.succeeded().stdout()).isEqualTo("[0, 0, 0, 0]\n");
  }

  @Test
  void setsLimits() throws IOException {
    ScriptInit.Ended ended =
        init.run(
            List.of("--as=400000000", "--fsize=1000", "--nofile=64", "--nproc=500"),
            """
            import resource as r
            print([r.getrlimit(x) for x in (r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_NPROC, r.RLIMIT_CORE)])
            """);

    assertThat(ended.succeeded().stdout())
        .isEqualTo("[(400000000, 400000000), (1000, 1000), (64, 64), (500, 500), (0, 0)]\n");
  }

  @Test
  void passesTheEnvironmentOnUnchanged() throws IOException {
    ScriptInit.Running running =
        init.start(List.of(), List.of("/usr/bin/env"), Map.of("A", "1", "B", "x=y"));

    assertThat(running.end().stdout().lines())
        .contains("A=1", "B=x=y")
        .doesNotContain("HTTP_PROXY");
  }

  @Test
  void sayWhyNothingWasStarted() throws IOException {
    assertFailure(List.of(), "/no/such", 127, "cannot start /no/such: No such file or directory");
    assertFailure(List.of(), "/etc/passwd", 126, "cannot start /etc/passwd: Permission denied");
    assertFailure(
        List.of("--as", "much"),
        "/bin/true",
        126,
        "--as much: must be a whole number up to 9223372036854775807");
    assertFailure(
        List.of("--seccomp", "/no/filter"),
        "/bin/true",
        126,
        "cannot read --seccomp /no/filter: No such file or directory");
    assertFailure(
        List.of("--landlock-ro", "/no/\"quoted\\"),
        "/bin/true",
        126,
        "cannot open /no/'quoted?: No such file or directory");
    assertFailure(
        List.of("--surprise"),
        "/bin/true",
        126,
        "unknown option, or one without its value; options end with --, then PROGRAM");
  }

  private void assertFailure(List<String> options, String program, int code, String line)
      throws IOException {
    ScriptInit.Ended ended = init.start(options, List.of(program)).end();

    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.stderr()).isEqualTo("script-init: " + line + "\n");
    assertThat(ended.status()).isEqualTo("{\"error\":\"" + line + "\"}\n");
  }
}
