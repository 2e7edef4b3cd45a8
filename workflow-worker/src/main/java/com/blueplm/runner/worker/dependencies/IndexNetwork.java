package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.worker.egress.DestinationRule;
import com.blueplm.runner.worker.egress.EgressGate;
import com.blueplm.runner.worker.egress.EgressLimits;
import com.blueplm.runner.worker.egress.EgressProxy;
import com.blueplm.runner.worker.egress.EgressSettings;
import com.blueplm.runner.worker.egress.NetworkPolicy;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads jobs through a proxy of their own to the operator's index and further hosts, be they
 * private or not; without an index of the operator's to public addresses and mirrors, since uv's
 * own names others for its files.
 */
final class IndexNetwork implements PackageNetwork, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IndexNetwork.class);

  /**
   * Where uv's own index may be beside public addresses: a company's names often lead to a mirror.
   * uv asks for nothing but its index and files there, over TLS, and no code of a package runs in
   * the job; loopback, link-local and metadata addresses stay closed.
   */
  private static final List<String> MIRRORS =
      List.of(
          "10.0.0.0/8:443",
          "172.16.0.0/12:443",
          "192.168.0.0/16:443",
          "100.64.0.0/10:443",
          "192.0.2.0/24:443",
          "198.18.0.0/15:443",
          "198.51.100.0/24:443",
          "203.0.113.0/24:443",
          "[fc00::/7]:443",
          "[2001:db8::/32]:443");

  private final EgressProxy proxy;
  private final NetworkPolicy policy;
  private final List<String> hosts;
  private final String apiUrl;

  private IndexNetwork(EgressProxy proxy, NetworkPolicy policy, List<String> hosts, String apiUrl) {
    this.proxy = proxy;
    this.policy = policy;
    this.hosts = hosts;
    this.apiUrl = apiUrl;
  }

  /**
   * Starts the proxy.
   *
   * @param apiUrl base URL of api-app, which packages do not reach
   * @param reserved {@code host:port} of services that they do not reach either
   * @param allowPrivate what the operator opens beside public addresses; it opens nothing when
   *     there is an index of the operator's
   * @param directory for the proxy's sockets
   */
  static IndexNetwork start(
      DependencyProperties properties,
      URI apiUrl,
      List<String> reserved,
      List<String> allowPrivate,
      Path directory,
      Clock clock)
      throws IOException {
    List<String> hosts = new ArrayList<>(properties.dependencies().extraHosts());
    URI index = properties.packageIndex();
    if (index != null) {
      hosts.add(authority(index));
    }
    List<DestinationRule> opened =
        Stream.of(hosts, allowPrivate, mirrors(properties))
            .flatMap(List::stream)
            .map(DestinationRule::parse)
            .toList();
    EgressSettings settings =
        new EgressSettings(apiUrl, reserved, opened, false, EgressLimits.standard());
    return new IndexNetwork(
        EgressProxy.start(settings, directory, clock),
        index == null ? NetworkPolicy.INTERNET : NetworkPolicy.ALLOWLIST,
        hosts,
        apiUrl + "/plm");
  }

  /** None where the operator names the index, or where packages may run code as they are built. */
  static List<String> mirrors(DependencyProperties properties) {
    boolean trusted = properties.packageIndex() == null && !properties.dependencies().allowBuilds();
    return trusted ? MIRRORS : List.of();
  }

  private static String authority(URI index) {
    int standard = "https".equals(index.getScheme()) ? 443 : 80;
    return index.getHost() + ":" + (index.getPort() < 0 ? standard : index.getPort());
  }

  @Override
  public Line open(String key, Path workspace) throws IOException {
    return new ProxiedLine(proxy.open(key, policy, hosts, apiUrl, this::report));
  }

  private void report(Connection connection) {
    if (connection.outcome() == Outcome.REFUSED) {
      log.warn(
          "Packages are not fetched from {}:{}: it is neither a listed host nor, where no index is"
              + " set, at an address that is open. If the index is there, set runner.package-index or add"
              + " it to runner.dependencies.extra-hosts; locks and installations fail until then.",
          connection.host(),
          connection.port());
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }

  private record ProxiedLine(EgressGate gate) implements Line {

    @Override
    public SandboxNetwork network() {
      return new SandboxNetwork.Proxied(gate.socket());
    }

    @Override
    public void close() {
      try {
        gate.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a proxy's socket could not be removed", e);
      }
    }
  }
}
