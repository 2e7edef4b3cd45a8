package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.execution.ScriptExecutorContract;
import com.blueplm.runner.worker.execution.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapSandboxTest extends ScriptExecutorContract {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @BeforeEach
  void requireBubblewrap() {
    Machine.requireBubblewrap();
  }

  @Override
  protected Sandbox sandbox() throws IOException {
    return new BubblewrapSandbox(
        spawner, Machine.python(), SeccompFilter.extractTo(home), ResourceControl.none());
  }

  @Test
  void seesNeitherTheWorkerNorItsFiles() throws IOException {
    Path canary = Files.writeString(home.resolve("canary"), "x");
    Ended ended =
        run(
            """
            import os
            print(os.path.exists('%s'), os.path.exists('/root'), os.path.exists('/etc/passwd'))
            print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))
            print(b'BLUEPLM_RUN_ID' in open('/proc/1/environ', 'rb').read())
            """
                .formatted(canary));

    assertThat(ended.stdout()).startsWith("False False False\n[1, 2]\n");
    assertThat(ended.stderr()).isEmpty();
  }

  @Test
  void canWriteOnlyWhereItMay() throws IOException {
    Ended ended =
        run(
            """
            import errno, os
            for p in ('/etc/x', '/usr/x', '/x', '/run/x', '/run/runtime/x', '/dev/x', '/run/script/x',
                      '/run/runtime/run.json', '/run/script/sync_suppliers.py'):
              try:
                os.open(p, os.O_WRONLY | os.O_CREAT); print(p)
              except OSError as e:
                assert e.errno in (errno.EROFS, errno.EACCES), e
            """);

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout()).isEmpty();
  }

  @Test
  void temporarySpaceIsLimited() throws IOException {
    Ended ended =
        run(
            """
            import errno
            for n in range(100):
              try:
                open('/tmp/%d' % n, 'wb').write(b'x' * (1 << 20))
              except OSError as e:
                print(n, errno.errorcode[e.errno]); break
            """);

    assertThat(ended.stdout()).isIn("63 ENOSPC\n", "64 ENOSPC\n");
  }

  @Test
  void dangerousCallsAreRefused() throws IOException {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "there is no filter for this processor");
    Ended ended =
        run(
            """
            import ctypes, errno
            libc = ctypes.CDLL(None, use_errno=True)
            for name, number in (('ptrace', 101), ('add_key', 248), ('io_uring_setup', 425), ('bpf', 321)):
              libc.syscall(number, 0, 0, 0, 0, 0)
              print(name, errno.errorcode[ctypes.get_errno()])
            """);

    assertThat(ended.stdout())
        .isEqualTo("ptrace EPERM\nadd_key EPERM\nio_uring_setup EPERM\nbpf EPERM\n");
  }

  @Test
  void saysWhenTheSandboxItselfFailed() throws IOException {
    var order = Orders.of("print('never')");
    Workspace workspace = Workspace.of(runs, order);
    workspace.create(order, "{}");
    var python =
        new PythonInterpreter(
            Path.of("/usr/bin/python3"), Optional.of(home.resolve("missing")), List.of());
    var sandbox = new BubblewrapSandbox(spawner, python, Optional.empty(), ResourceControl.none());
    var process =
        new ScriptExecutor(sandbox, CLOCK).start(order, workspace, new SandboxNetwork.Host());

    assertThat(process.onExit().join().exitCode()).isEqualTo(1);
    assertThat(process.exitIsTheCommands()).isFalse();
  }
}
