package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.sandbox.TestSandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real scripts in real sandboxes against local servers, through the worker's proxy. */
@SuppressWarnings("NullAway.Init")
class ScriptNetworkTest {

  private static final String PRELUDE =
      """
      import os, socket, ssl, sys, urllib.error, urllib.request
      open('ca.pem', 'w').write(os.environ['CA'])
      tls = ssl.create_default_context(cafile='ca.pem')
      HTTP, HTTPS = os.environ['HTTP_AT'], os.environ['HTTPS_AT']
      def get(url, **more):
        try:
          with urllib.request.urlopen(urllib.request.Request(url, **more), context=tls, timeout=10) as r:
            return r.read().decode()
        except urllib.error.HTTPError as e:
          return '%d %s' % (e.code, e.read().decode().strip())
        except OSError as e:
          return 'OSError %s' % e
      """;

  @TempDir Path directory;
  private AttemptFixture fixture;
  private TlsServer web;

  @BeforeEach
  void open() throws Exception {
    fixture = new AttemptFixture(directory, TestSandboxes::bubblewrap, "127.0.0.0/8");
    web = new TlsServer(directory);
  }

  @AfterEach
  void close() throws IOException {
    web.close();
    fixture.close();
  }

  @Test
  void urllibGoesThroughTheProxyAndNothingElseGetsOut() {
    ExecutionOrder order =
        order(
            "internet",
            List.of(),
            """
            print(get('http://' + HTTP + '/a?b=c'))
            print(get('http://' + HTTP + '/post', data=b'x' * 100000, method='POST'))
            print(get('https://' + HTTPS + '/secure'))
            print(get('https://10.0.0.5/'))
            print(get('http://' + HTTP + '/to-metadata'))
            for host, port in (('127.0.0.1', int(HTTP.split(':')[1])), ('8.8.8.8', 53)):
              try:
                socket.create_connection((host, port), 3); print('connected', host)
              except OSError as e:
                print(type(e).__name__, e.errno in (101, 111))
            try:
              socket.getaddrinfo('example.com', 80); print('resolved')
            except OSError as e:
              print(type(e).__name__)
            """);

    FinishRequest finish = run(order);

    assertThat(fixture.server.text(order.runId(), "stderr")).isEmpty();
    String refusal = "network policy `internet` reaches public addresses only; ";
    assertThat(fixture.server.text(order.runId(), "stdout").lines())
        .containsExactly(
            "GET /a?b=c 0",
            "POST /post 100000",
            "GET /secure 0",
            "OSError <urlopen error Tunnel connection failed: 403 "
                + refusal
                + "10.0.0.5 is private: ask the operator to add it to runner.egress.allow-private>",
            "403 "
                + refusal
                + "169.254.169.254 is a cloud metadata service: only the operator opens it, by the"
                + " very address 169.254.169.254 in runner.egress.allow-private",
            "ConnectionRefusedError True",
            "OSError True",
            "gaierror");
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(fixture.server.connections.values())
        .extracting(Connection::protocol, Connection::host, Connection::port, Connection::outcome)
        .containsExactly(
            tuple(Protocol.HTTP, "localhost", web.plainPort(), Outcome.ALLOWED),
            tuple(Protocol.HTTP, "localhost", web.plainPort(), Outcome.ALLOWED),
            tuple(Protocol.CONNECT, "localhost", web.securePort(), Outcome.ALLOWED),
            tuple(Protocol.CONNECT, "10.0.0.5", 443, Outcome.REFUSED),
            tuple(Protocol.HTTP, "localhost", web.plainPort(), Outcome.ALLOWED),
            tuple(Protocol.HTTP, "169.254.169.254", 80, Outcome.REFUSED));
    assertThat(fixture.server.connections.values()).allMatch(each -> each.durationMs() != null);
    assertThat(fixture.server.connections)
        .hasEntrySatisfying(2, post -> assertThat(post.bytesSent()).isGreaterThan(100_000));
  }

  /**
   * In the base environment: {@code requests} always, {@code httpx} where somebody installed it.
   */
  @Test
  void otherClientsGoThroughTheProxyUnchanged() throws Exception {
    fixture.close();
    Path other = Files.createDirectory(directory.resolve("base"));
    fixture =
        new AttemptFixture(
            other, sandboxes -> sandboxes.bubblewrap(Machine.basePython()), "127.0.0.0/8");
    ExecutionOrder order =
        order(
            "internet",
            List.of(),
            """
            import importlib.util, requests
            clients = [('requests', lambda url, **more: requests.get(url, verify='ca.pem', **more))]
            if importlib.util.find_spec('httpx'):
              import httpx
              def with_httpx(url, **more):
                with httpx.Client(verify=tls, **more) as client:
                  return client.get(url)
              clients.append(('httpx', with_httpx))
            for name, call in clients:
              print(call('http://' + HTTP + '/plain').text, call('https://' + HTTPS + '/tls').text)
              for url in ('http://10.0.0.5/', 'https://10.0.0.5/'):
                try:
                  print(call(url, timeout=10).status_code)
                except Exception as e:
                  print(type(e).__name__, 'runner.egress.allow-private' in str(e))
              print(name, file=sys.stderr)
            session = requests.Session()
            import blueplm
            with blueplm.BluePLM(os.environ['BLUEPLM_API_URL'], 'key') as plm:
              asked = [plm.raw('GET', '/parts/%d' % n)['asked'] for n in range(3)]
            print(asked == ['GET /plm/parts/%d Bearer key 0' % n for n in range(3)] or asked)
            print([session.get('http://' + HTTP + '/%d' % n).text for n in range(3)])
            """);

    run(order);

    assertThat(fixture.server.text(order.runId(), "stderr").lines())
        .startsWith("requests")
        .isSubsetOf("requests", "httpx");
    String[] lines = fixture.server.text(order.runId(), "stdout").split("\n");
    for (int i = 0; i + 4 < lines.length; i += 3) {
      assertThat(lines[i]).isEqualTo("GET /plain 0 GET /tls 0");
      assertThat(lines[i + 1]).isEqualTo("403");
      assertThat(lines[i + 2]).isEqualTo("ProxyError True");
    }
    assertThat(lines[lines.length - 2]).isEqualTo("True");
    assertThat(lines[lines.length - 1]).isEqualTo("['GET /0 0', 'GET /1 0', 'GET /2 0']");
  }

  @Test
  void thePlmDataApiIsReachedAndNothingElseOfApiApp() {
    ExecutionOrder order =
        order(
            "blueplm_only",
            List.of(),
            """
            api = os.environ['BLUEPLM_API_URL']
            key = {'Authorization': 'Bearer ' + os.environ['BLUEPLM_API_KEY']}
            print(get(api + '/api/v1/parts?limit=1', headers=key).replace(key['Authorization'], 'KEY'))
            root = api.removesuffix('/plm')
            for path in ('/api/runs', '/worker/line', '/plm/../api/runs', '/plm/%2e%2e/api/runs'):
              print(get(root + path, headers=key)[:3])
            print(get('http://' + HTTP + '/')[:3])
            s = socket.create_connection(('127.0.0.1', 3128))
            s.sendall(b'CONNECT ' + root.split('/')[2].encode() + b' HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
            print(s.recv(12).decode())
            """);

    FinishRequest finish = run(order);

    assertThat(fixture.server.text(order.runId(), "stderr")).isEmpty();
    assertThat(fixture.server.text(order.runId(), "stdout").lines())
        .containsExactly(
            "{\"asked\":\"GET /plm/api/v1/parts?limit=1 KEY 0\"}",
            "403",
            "403",
            "400",
            "400",
            "403",
            "HTTP/1.1 403");
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(fixture.server.lines).isEmpty();
    assertThat(fixture.server.connections.values())
        .extracting(Connection::protocol)
        .startsWith(Protocol.PLM)
        .endsWith(Protocol.CONNECT);
  }

  @Test
  void anAllowlistIsKept() {
    ExecutionOrder order =
        order(
            "allowlist",
            List.of("localhost:" + web.plainPort()),
            "print(get('http://' + HTTP + '/'))\nprint(get('https://' + HTTPS + '/')[:60])");

    run(order);

    assertThat(fixture.server.text(order.runId(), "stdout").lines())
        .containsExactly("GET / 0", "OSError <urlopen error Tunnel connection failed: 403 network");
  }

  @Test
  void tunnelsThatAScriptLeavesOpenEndWithIt() {
    ExecutionOrder order =
        order(
            "internet",
            List.of(),
            """
            s = socket.create_connection(('127.0.0.1', 3128))
            s.sendall(b'CONNECT ' + HTTP.encode() + b' HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
            print(s.recv(12).decode(), flush=True)
            os._exit(0)
            """);

    FinishRequest finish = run(order);

    assertThat(fixture.server.text(order.runId(), "stdout")).isEqualTo("HTTP/1.1 200\n");
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(fixture.server.connections)
        .hasEntrySatisfying(1, tunnel -> assertThat(tunnel.durationMs()).isNotNull());
  }

  @Test
  void theGateIsGoneWithTheRun() throws IOException {
    ExecutionOrder order = order("internet", List.of(), "print(get('http://' + HTTP + '/'))");

    run(order);

    try (Stream<Path> sockets = Files.list(fixture.home.root().resolve("egress"))) {
      assertThat(sockets).isEmpty();
    }
  }

  @Test
  void theHostsNetworkNeedsTheOperatorsWord() {
    ExecutionOrder order = order("host", List.of(), "print('never')");

    FinishRequest finish = run(order);

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.ERROR);
    assertThat(finish.endReason()).isEqualTo(EndReason.ISOLATION_UNAVAILABLE);
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(fixture.server.text(order.runId(), "stdout")).isEmpty();
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo(
            "Stopped: network policy `host` is not allowed on this worker: choose another one for"
                + " the script, or ask the operator to set runner.egress.allow-host=true\n");
  }

  @Test
  void aPolicyThatIsNotKnownHereFailsClosed() {
    ExecutionOrder order = order("everything", List.of(), "print('never')");

    FinishRequest finish = run(order);

    assertThat(finish.endReason()).isEqualTo(EndReason.ISOLATION_UNAVAILABLE);
    assertThat(fixture.server.text(order.runId(), "stderr")).contains("`everything`");
  }

  private FinishRequest run(ExecutionOrder order) {
    fixture.start(order).decision().orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(fixture.server.finishes).hasSize(1);
    return fixture.server.finishes.getFirst();
  }

  private ExecutionOrder order(String policy, List<String> hosts, String code) {
    ExecutionOrder order =
        Orders.of(
            PRELUDE + code,
            30,
            10,
            Map.of(
                "CA",
                web.certificate(),
                "HTTP_AT",
                "localhost:" + web.plainPort(),
                "HTTPS_AT",
                "localhost:" + web.securePort()),
            Map.of());
    return Orders.with(
        order, new ExecutionOrder.Network(policy, hosts), fixture.server.url() + "plm");
  }
}
