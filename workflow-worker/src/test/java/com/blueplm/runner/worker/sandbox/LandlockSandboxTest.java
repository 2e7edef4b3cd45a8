package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.execution.ScriptExecutorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LandlockSandboxTest extends ScriptExecutorContract {

  @BeforeEach
  void requireLandlock() {
    Machine.requireLandlock();
  }

  @Override
  protected Sandbox sandbox(TestSandboxes sandboxes) {
    return sandboxes.landlock();
  }

  @Test
  void seesNeitherTheWorkersFilesNorOtherRuns() throws IOException {
    Path canary = Files.writeString(home.resolve("canary"), "x");
    Path other = Files.createDirectories(runs.resolve("other-1/tmp"));
    Ended ended =
        run(
            """
            import os
            def tell(act, path):
              try: act(path); print(path)
              except (PermissionError, FileNotFoundError): pass
            for path in ('%s', '/etc/passwd', '/proc/%d/environ', '/dev/shm/x', '/tmp/x'):
              tell(lambda p: open(p, 'a'), path); tell(lambda p: open(p).read(1), path)
            for path in ('%s', '%s', '/', '/dev/shm'): tell(os.listdir, path)
            code = os.path.dirname(__file__)
            for path in (code + '/x', __file__, os.environ['BLUEPLM_RUNTIME'] + '/run.json',
                         os.environ['BLUEPLM_RUNTIME'] + '/x', code + '/../status.json', '/usr/x'):
              tell(lambda p: open(p, 'w'), path)
            """
                .formatted(canary, ProcessHandle.current().pid(), home, other));

    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.stderr()).isEmpty();
  }

  @Test
  void cannotReachTheWorker() throws IOException {
    Ended ended =
        run(
            """
            import os, resource, socket
            pid = %d
            def tell(name, act):
              try: act(); print(name)
              except PermissionError: pass
            tell('kill', lambda: os.kill(pid, 0))
            tell('init', lambda: os.kill(os.getppid(), 0))
            tell('limit', lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE))
            tell('priority', lambda: os.setpriority(os.PRIO_PROCESS, pid, 19))
            tell('unix', lambda: socket.socket(socket.AF_UNIX))
            """
                .formatted(ProcessHandle.current().pid()));

    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.stderr()).isEmpty();
  }

  @Test
  void leavesByTheProxyOnly() throws IOException {
    String code =
        """
        import os, socket
        def tell(name, act):
          try: print(name, act())
          except OSError as e: print(name, type(e).__name__)
        def through(port):
          with socket.create_connection(('127.0.0.1', port), timeout=5) as s:
            s.sendall(b'x'); return s.recv(1)
        tell('proxy', lambda: through(int(os.environ['HTTPS_PROXY'].rsplit(':', 1)[1])))
        tell('other', lambda: through(%d))
        tell('udp', lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        """;
    try (EchoServer proxy = EchoServer.at(home.resolve("proxy.sock"));
        var elsewhere = new java.net.ServerSocket(0)) {
      Ended ended =
          run(
              Orders.of(code.formatted(elsewhere.getLocalPort())),
              new SandboxNetwork.Proxied(proxy.path()));

      assertThat(ended.stdout())
          .isEqualTo("proxy b'x'\nother PermissionError\nudp PermissionError\n");
    }
  }

  @Test
  void ordinaryScriptsWork() throws IOException {
    Ended ended =
        run(
            Orders.of(
                """
                import asyncio, concurrent.futures, csv, json, os, shutil, sqlite3, ssl, subprocess, tempfile
                with tempfile.TemporaryDirectory() as d:
                  open(d + '/a', 'w').write('x'); shutil.copy2(d + '/a', d + '/b'); os.rename(d + '/b', d + '/c')
                  print(sorted(os.listdir(d)))
                with sqlite3.connect('db') as db: print(db.execute('select 1').fetchall())
                with concurrent.futures.ThreadPoolExecutor(8) as pool: print(sum(pool.map(abs, range(8))))
                print(subprocess.run('echo $HOME | wc -l', shell=True, capture_output=True).stdout)
                async def main(): return await asyncio.gather(asyncio.sleep(0, 1), asyncio.to_thread(abs, -2))
                print(asyncio.run(main()))
                ssl.create_default_context(); open('/dev/null', 'w').write('x'); os.urandom(4)
                """),
            new SandboxNetwork.None());

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout()).isEqualTo("['a', 'c']\n[(1,)]\n28\nb'1\\n'\n[1, 2]\n");
  }
}
