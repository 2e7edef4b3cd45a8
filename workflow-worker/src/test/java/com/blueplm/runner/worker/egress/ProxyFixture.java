package com.blueplm.runner.worker.egress;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy with a resolver that knows what the test says, and one open gate. */
final class ProxyFixture implements AutoCloseable {

  static final EgressLimits QUICK =
      new EgressLimits(
          4,
          64 * 1024,
          Duration.ofMillis(600),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          5_000);

  final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  final AtomicInteger lookups = new AtomicInteger();
  final List<Connection> reports = new CopyOnWriteArrayList<>();
  volatile boolean mayForward = true;
  final EgressProxy proxy;
  final EgressGate gate;

  private ProxyFixture(Path directory, Options options) throws IOException {
    EgressSettings settings =
        new EgressSettings(
            options.workerUrl,
            options.reserved,
            options.allowPrivate.stream().map(DestinationRule::parse).toList(),
            false,
            options.limits);
    proxy =
        EgressProxy.start(settings, this::resolve, directory, () -> mayForward, Clock.systemUTC());
    gate = proxy.open("run-1", options.policy, options.hosts, options.apiUrl, reports::add);
  }

  private List<InetAddress> resolve(String host) throws IOException {
    lookups.incrementAndGet();
    List<InetAddress> found = names.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  void name(String host, String... addresses) {
    names.put(host, Arrays.stream(addresses).map(ProxyFixture::literal).toList());
  }

  static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text);
  }

  TestClient connect() {
    try {
      return new TestClient(gate.socket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a whole request and reads all until the proxy closes. */
  String exchange(String request) throws IOException {
    try (TestClient client = connect()) {
      client.send(request);
      return client.readAll();
    }
  }

  /** The last report about each connection. */
  List<Connection> connections() {
    Map<Integer, Connection> last = new java.util.TreeMap<>();
    reports.forEach(report -> last.put(report.number(), report));
    return new ArrayList<>(last.values());
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }

  static Options policy(NetworkPolicy policy) {
    return new Options(policy);
  }

  /** What a test wants. */
  static final class Options {
    private final NetworkPolicy policy;
    private List<String> hosts = List.of();
    private List<String> allowPrivate = List.of();
    private List<String> reserved = List.of();
    private String apiUrl = "http://plm.test:8080/plm";
    private URI workerUrl = URI.create("http://api.internal.test:8080");
    private EgressLimits limits = QUICK;

    private Options(NetworkPolicy policy) {
      this.policy = policy;
    }

    Options hosts(String... given) {
      hosts = List.of(given);
      return this;
    }

    Options allowPrivate(String... given) {
      allowPrivate = List.of(given);
      return this;
    }

    Options reserved(String... given) {
      reserved = List.of(given);
      return this;
    }

    Options api(String forScripts, String forWorker) {
      apiUrl = forScripts;
      workerUrl = URI.create(forWorker);
      return this;
    }

    Options limits(EgressLimits given) {
      limits = given;
      return this;
    }

    ProxyFixture open(Path directory) throws IOException {
      return new ProxyFixture(directory, this);
    }
  }
}
