package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.execution.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** script-init's way from 127.0.0.1 to a unix socket. */
class ScriptInitForwardingTest {

  private static final String CONNECT =
      """
      import os, socket, hashlib, threading
      port = int(os.environ['HTTPS_PROXY'].rsplit(':', 1)[1])
      def connect(): return socket.create_connection(('127.0.0.1', port), timeout=20)
      def rest(s):
        data = bytearray()
        while (piece := s.recv(1 << 16)): data += piece
        return bytes(data)
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  private ScriptInit init;

  @SuppressWarnings("NullAway.Init")
  private EchoServer server;

  @BeforeEach
  void start() throws IOException {
    init = new ScriptInit(home);
    server = EchoServer.at(home.resolve("proxy.sock"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    init.close();
  }

  private ScriptInit.Ended run(String code) throws IOException {
    return init.run(List.of("--proxy", server.path().toString()), CONNECT + code).succeeded();
  }

  @Test
  void carriesMuchInBothDirectionsAtOnceAndTheEndOfEach() throws IOException {
    ScriptInit.Ended ended =
        run(
            """
            data = os.urandom(10 << 20)
            s = connect()
            def send():
              s.sendall(data); s.shutdown(socket.SHUT_WR)
            t = threading.Thread(target=send); t.start()
            print(rest(s) == data); t.join()
            """);

    assertThat(ended.stdout()).isEqualTo("True\n");
  }

  @Test
  void aSideThatReadsLateGetsEverything() throws IOException {
    ScriptInit.Ended ended =
        run(
            """
            s = connect()
            s.sendall(b'x' * 100000); s.shutdown(socket.SHUT_WR)
            import time; time.sleep(0.2)
            print(len(rest(s)))
            """);

    assertThat(ended.stdout()).isEqualTo("100000\n");
  }

  @Test
  void serves100ConnectionsAtOnce() throws IOException {
    ScriptInit.Ended ended =
        run(
            """
            all = [connect() for _ in range(100)]
            for n, s in enumerate(all): s.sendall(b'%d\\n' % n)
            print(sum(s.makefile().readline() == '%d\\n' % n for n, s in enumerate(all)))
            """);

    assertThat(ended.stdout()).isEqualTo("100\n");
  }

  @Test
  void connectionsOverTheLimitWait() throws IOException {
    ScriptInit.Ended ended =
        run(
            """
            all = [connect() for _ in range(300)]
            for n, s in enumerate(all): s.sendall(b'%d\\n' % n)
            right = 0
            for n, s in enumerate(all):
              with s: right += s.makefile().readline() == '%d\\n' % n
            print(right)
            """);

    assertThat(ended.stdout()).isEqualTo("300\n");
    assertThat(server.mostAtOnce()).isBetween(100, 256);
  }

  @Test
  void manyConnectionsOneAfterAnotherLeaveNothingBehind() throws IOException {
    ScriptInit.Ended ended =
        run(
            """
            for n in range(1000):
              with connect() as s:
                s.sendall(b'hello')
                if n % 2: assert s.recv(5) == b'hello'
            print(len(os.listdir('/proc/%d/task' % os.getppid())))
            """);

    assertThat(ended.stdout()).isEqualTo("1\n");
  }

  @Test
  void aProxyThatIsGoneEndsTheConnection() throws IOException {
    server.close();

    assertThat(run("print(connect().recv(1))").stdout()).isEqualTo("b''\n");
  }

  @Test
  void namesTheProxyUnlessTheScriptDoes() throws IOException {
    List<String> options = List.of("--proxy", server.path().toString(), "--proxy-port", "0");
    ScriptInit.Ended ended =
        init.start(options, List.of("/usr/bin/env"), Map.of("HTTP_PROXY", "http://own:1")).end();

    assertThat(ended.stdout().lines())
        .contains("HTTP_PROXY=http://own:1")
        .filteredOn(line -> line.matches("(HTTPS_PROXY|https?_proxy)=http://127\\.0\\.0\\.1:\\d+"))
        .hasSize(3);
  }

  @Test
  void listensOnTheGivenPortInANetworkOfItsOwn() throws IOException {
    Machine.requireBubblewrap();
    ScriptInit.Ended ended =
        init.inBubblewrap(
            List.of("--proxy", server.path().toString(), "--proxy-port", "3128"),
            CONNECT
                + "print(port); s = connect(); s.sendall(b'x'); print(s.recv(1), os.getppid())");

    assertThat(ended.succeeded().stdout()).isEqualTo("3128\nb'x' 1\n");
  }
}
