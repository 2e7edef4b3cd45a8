package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.egress.PlmRoute;
import com.blueplm.runner.worker.sandbox.Mount;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SandboxJob;
import com.blueplm.runner.worker.sandbox.SandboxLimits;
import com.blueplm.runner.worker.sandbox.SandboxNetwork;
import com.blueplm.runner.worker.sandbox.SandboxProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts scripts in a sandbox. */
public final class ScriptExecutor {

  private static final String CODE = "/run/script";
  private static final String RUNTIME = "/run/runtime";
  private static final String ARTIFACTS = "/run/artifacts";

  private final Sandbox sandbox;
  private final Clock clock;

  public ScriptExecutor(Sandbox sandbox, Clock clock) {
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /** The level that scripts get. */
  public IsolationLevel level() {
    return sandbox.level();
  }

  /** Whether a script can be led through the worker's proxy here. */
  public boolean leadsThroughProxy() {
    return sandbox.leadsThroughProxy();
  }

  /**
   * Starts the order's script in its workspace on the base environment.
   *
   * @throws IOException when the sandbox cannot be started
   */
  public SandboxProcess start(ExecutionOrder order, Workspace workspace, SandboxNetwork network)
      throws IOException {
    return start(order, workspace, network, Optional.empty());
  }

  /**
   * Starts the order's script in its workspace.
   *
   * @param packages the virtual environment with the script's own packages; empty when it has none
   * @throws IOException when the sandbox cannot be started
   */
  public SandboxProcess start(
      ExecutionOrder order, Workspace workspace, SandboxNetwork network, Optional<Mount> packages)
      throws IOException {
    Mount code = Mount.readOnly(workspace.codeDirectory(), CODE);
    Mount input = Mount.readOnly(workspace.channelInput(), RUNTIME + "/run.json");
    Mount events = Mount.writable(workspace.events(), RUNTIME + "/events.jsonl");
    Mount artifacts = Mount.scratch(workspace.artifactsDirectory(), ARTIFACTS);
    String python =
        packages.map(mount -> sandbox.seen(mount) + "/bin/python").orElseGet(sandbox::python);
    List<Mount> mounts = new ArrayList<>(List.of(code, input, events, artifacts));
    packages.ifPresent(mounts::add);
    Map<String, String> environment =
        ScriptEnvironment.of(
            order,
            new ScriptEnvironment.Places(
                directoryOf(python),
                sandbox.temporaryDirectory(workspace.root()),
                sandbox.seen(artifacts),
                directoryOf(sandbox.seen(input))),
            network instanceof SandboxNetwork.Proxied
                ? PlmRoute.urlForScripts(order.apiUrl())
                : order.apiUrl(),
            clock);
    return sandbox.start(
        new SandboxJob(
            workspace.key(),
            workspace.root(),
            List.of(python, "-I", "-u", "-X", "utf8", sandbox.seen(code) + "/" + order.fileName()),
            environment,
            mounts,
            limits(order.limits()),
            network));
  }

  private static String directoryOf(String file) {
    return String.valueOf(Path.of(file).getParent());
  }

  private static SandboxLimits limits(ExecutionOrder.Limits limits) {
    return new SandboxLimits(
        limits.memoryMb(), limits.cpuPercent(), limits.tmpMb(), limits.processes());
  }
}
