package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.egress.ConnectionSink;
import com.blueplm.runner.worker.egress.EgressGate;
import com.blueplm.runner.worker.egress.EgressProxy;
import com.blueplm.runner.worker.egress.NetworkPolicy;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network of one attempt by its script's policy, open until it is closed. */
final class RunNetwork implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunNetwork.class);

  private final SandboxNetwork network;
  private final Optional<EgressGate> gate;

  private RunNetwork(SandboxNetwork network, Optional<EgressGate> gate) {
    this.network = network;
    this.gate = gate;
  }

  /**
   * Opens what the policy allows.
   *
   * @param sandboxProxies whether the sandbox can lead a script to the proxy
   * @throws NetworkRefusedException when it allows nothing here
   */
  static RunNetwork open(
      EgressProxy egress, boolean sandboxProxies, ExecutionOrder order, ConnectionSink sink)
      throws NetworkRefusedException {
    try {
      NetworkPolicy policy = NetworkPolicy.parse(order.network().policy());
      if (policy == NetworkPolicy.HOST && !egress.allowsHost()) {
        throw new NetworkRefusedException(
            "network policy `host` is not allowed on this worker: choose another one for the"
                + " script, or ask the operator to set runner.egress.allow-host=true",
            null);
      }
      if (policy == NetworkPolicy.HOST || !sandboxProxies) {
        return new RunNetwork(new SandboxNetwork.Host(), Optional.empty());
      }
      EgressGate gate =
          egress.open(
              order.runId() + "-" + order.attempt(),
              policy,
              order.network().hosts(),
              order.apiUrl(),
              sink);
      return new RunNetwork(new SandboxNetwork.Proxied(gate.socket()), Optional.of(gate));
    } catch (IOException | IllegalArgumentException e) {
      throw new NetworkRefusedException("the network could not be set up: " + e.getMessage(), e);
    }
  }

  SandboxNetwork ofSandbox() {
    return network;
  }

  /** Cuts what is open and opens nothing more: the script reaches nobody from now on. */
  void cut() {
    gate.ifPresent(EgressGate::cut);
  }

  @Override
  public void close() {
    try {
      if (gate.isPresent()) {
        gate.get().close();
      }
    } catch (IOException e) {
      log.warn("A proxy's socket could not be removed; the next start of the worker does.", e);
    }
  }
}
