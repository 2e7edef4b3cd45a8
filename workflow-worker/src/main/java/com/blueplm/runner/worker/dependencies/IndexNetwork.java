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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads jobs through a proxy of their own to the operator's index and further hosts, be they
 * private or not; without an index of the operator's to public addresses, since uv's own names
 * others for its files.
 */
final class IndexNetwork implements PackageNetwork, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IndexNetwork.class);

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
   * @param directory for the proxy's sockets
   */
  static IndexNetwork start(
      DependencyProperties properties,
      URI apiUrl,
      List<String> reserved,
      Path directory,
      Clock clock)
      throws IOException {
    List<String> hosts = new ArrayList<>(properties.dependencies().extraHosts());
    URI index = properties.packageIndex();
    if (index != null) {
      hosts.add(authority(index));
    }
    List<DestinationRule> opened = hosts.stream().map(DestinationRule::parse).toList();
    EgressSettings settings =
        new EgressSettings(apiUrl, reserved, opened, false, EgressLimits.standard());
    return new IndexNetwork(
        EgressProxy.start(settings, directory, clock),
        index == null ? NetworkPolicy.INTERNET : NetworkPolicy.ALLOWLIST,
        hosts,
        apiUrl + "/plm");
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
          "Packages may not be fetched from {}:{} ({}). Where the index serves files from there,"
              + " add it to runner.dependencies.extra-hosts.",
          connection.host(),
          connection.port(),
          connection.reason());
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
