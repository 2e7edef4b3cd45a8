package com.blueplm.runner.worker.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.execution.ScriptExecutorContract;
import com.blueplm.runner.worker.execution.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BubblewrapSandboxTest extends ScriptExecutorContract {

  @Override
  protected Sandbox sandbox(TestSandboxes sandboxes) {
    return sandboxes.bubblewrap();
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
            for path, look in (('environ', open), ('maps', open), ('fd/7', os.readlink), ('cwd', os.readlink)):
              try:
                print(path, look('/proc/1/' + path))
              except OSError:
                pass
            """
                .formatted(canary));

    assertThat(ended.stdout()).isEqualTo("False False False\n[1, 2]\n");
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
    var sandbox =
        new BubblewrapSandbox(sandboxes.spawner(), python, sandboxes.tools(), sandboxes.control());
    var process =
        new ScriptExecutor(sandbox, CLOCK).start(order, workspace, new SandboxNetwork.Host());

    assertThat(process.onExit().join().exitCode()).isEqualTo(1);
    assertThat(process.exitIsTheCommands()).isFalse();
  }

  @Test
  void withoutANetworkNothingIsReached() throws IOException {
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ended ended =
          run(
              Orders.of(
                  """
                  import socket
                  try:
                    socket.create_connection(('127.0.0.1', %d), 2); print('reached')
                  except OSError as e:
                    print('refused')
                  """
                      .formatted(port.getLocalPort())),
              new SandboxNetwork.None());

      assertThat(ended.stdout()).isEqualTo("refused\n");
    }
  }

  @Test
  void theProxyIsTheOnlyWayOut() throws IOException {
    Path socket = home.resolve("egress.sock");
    try (ServerSocketChannel proxy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      proxy.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual().start(() -> answer(proxy));
      Ended ended =
          run(
              Orders.of(
                  """
                  import os, urllib.request
                  print(os.environ['HTTPS_PROXY'], os.environ['http_proxy'])
                  print(urllib.request.urlopen('http://plm.example/parts').read().decode())
                  """),
              new SandboxNetwork.Proxied(socket));

      assertThat(ended.stderr()).isEmpty();
      assertThat(ended.stdout())
          .isEqualTo("http://127.0.0.1:3128 http://127.0.0.1:3128\nGET http://plm.example/parts\n");
    }
  }

  /** Answers one request with its own first line. */
  private static void answer(ServerSocketChannel proxy) {
    try (SocketChannel connection = proxy.accept()) {
      ByteBuffer request = ByteBuffer.allocate(4096);
      while (!new String(request.array(), 0, request.position(), US_ASCII).contains("\r\n\r\n")
          && connection.read(request) >= 0) {}
      String line = new String(request.array(), US_ASCII).lines().findFirst().orElseThrow();
      String said = line.replace(" HTTP/1.1", "");
      connection.write(
          US_ASCII.encode(
              "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                  .formatted(said.length(), said)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
