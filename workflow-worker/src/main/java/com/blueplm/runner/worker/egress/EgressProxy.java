package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Opens a way out for each run whose network is its own. One for each worker. */
public final class EgressProxy implements AutoCloseable {

  private static final long SWEEP_MILLIS = 250;
  private static final Duration RESOLVE = Duration.ofSeconds(5);

  private final EgressSettings settings;
  private final NameResolver resolver;
  private final SocketDirectory sockets;
  private final BooleanSupplier mayForward;
  private final Clock clock;
  private final ExecutorService plmThreads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient plmClient =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(plmThreads)
          .build();
  private final Set<EgressGate> gates = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  private EgressProxy(
      EgressSettings settings,
      NameResolver resolver,
      SocketDirectory sockets,
      BooleanSupplier mayForward,
      Clock clock) {
    this.settings = settings;
    this.resolver = resolver;
    this.sockets = sockets;
    this.mayForward = mayForward;
    this.clock = clock;
  }

  /**
   * A proxy that asks the machine's resolver.
   *
   * @param directory where its sockets should be
   */
  public static EgressProxy start(EgressSettings settings, Path directory, Clock clock)
      throws IOException {
    return start(settings, directory, () -> true, clock);
  }

  /**
   * A proxy that asks the machine's resolver.
   *
   * @param directory where its sockets should be
   * @param mayForward asked before anything is sent on; while it says no, all waits
   */
  public static EgressProxy start(
      EgressSettings settings, Path directory, BooleanSupplier mayForward, Clock clock)
      throws IOException {
    return start(settings, new SystemResolver(RESOLVE), directory, mayForward, clock);
  }

  static EgressProxy start(
      EgressSettings settings,
      NameResolver resolver,
      Path directory,
      BooleanSupplier mayForward,
      Clock clock)
      throws IOException {
    EgressProxy proxy =
        new EgressProxy(settings, resolver, SocketDirectory.open(directory), mayForward, clock);
    Thread.ofVirtual().name("egress-sweep").start(proxy::sweep);
    return proxy;
  }

  /** Whether the operator lets scripts have the machine's own network. */
  public boolean allowsHost() {
    return settings.allowHost();
  }

  /**
   * Opens the way out of a run.
   *
   * @param run names the run in the log
   * @param policy one that goes through a proxy
   * @param hosts the allowlist
   * @param apiUrl address of the PLM data API, as the order has it
   * @param sink takes the reports about connections
   * @throws IOException when the socket cannot be made
   * @throws IllegalArgumentException when an entry or an address is none
   */
  public EgressGate open(
      String run, NetworkPolicy policy, List<String> hosts, String apiUrl, ConnectionSink sink)
      throws IOException {
    if (policy == NetworkPolicy.HOST) {
      throw new IllegalArgumentException("the network policy `host` goes through no proxy");
    }
    ReservedServices reserved =
        new ReservedServices(
            List.of(
                settings.apiUrl(), URI.create(apiUrl), URI.create(PlmRoute.urlForScripts(apiUrl))),
            settings.reserved(),
            resolver);
    EgressRules rules =
        new EgressRules(
            policy,
            hosts.stream().map(DestinationRule::parse).toList(),
            settings.allowPrivate(),
            reserved,
            resolver);
    EgressLimits limits = settings.limits();
    ConnectionRecorder recorder = new ConnectionRecorder(run, sink, clock, limits.reports());
    GateRules gateRules =
        new GateRules(
            rules,
            new PlmRoute(apiUrl, settings.apiUrl()),
            plmClient,
            recorder,
            limits,
            mayForward);
    EgressGate gate = EgressGate.open(sockets.newPath(), run, gateRules, gates::remove);
    gates.add(gate);
    return gate;
  }

  private void sweep() {
    try {
      while (!closed.await(SWEEP_MILLIS, TimeUnit.MILLISECONDS)) {
        gates.forEach(EgressGate::sweep);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    for (EgressGate gate : gates) {
      gate.close();
    }
    plmClient.shutdownNow();
    plmThreads.shutdownNow();
    sockets.close();
    if (resolver instanceof SystemResolver system) {
      system.close();
    }
  }
}
