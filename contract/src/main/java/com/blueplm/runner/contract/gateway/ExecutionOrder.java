package com.blueplm.runner.contract.gateway;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.TriggerType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a worker needs to run one attempt. Never logged: it holds code, secrets and the run's
 * key.
 *
 * @param runId the run
 * @param attempt the attempt, from 1
 * @param scriptId the script
 * @param scriptName the script's name, for the environment
 * @param fileName the name of the code's file, ends in {@code .py}
 * @param code the Python source
 * @param trigger what asked for the run
 * @param slotAt the nominal slot; null unless scheduled
 * @param runKey stable over the attempts of the run, for idempotent writes elsewhere
 * @param timeoutSeconds wall time until the script is stopped
 * @param limits resource limits
 * @param network network policy
 * @param environment the script's plain settings
 * @param secrets the script's secrets, which win over the environment and are masked in output
 * @param apiUrl base URL of the PLM data API
 * @param apiKey the key of this attempt
 * @param parameters the run's parameters, as JSON text
 * @param payload the webhook's payload, as JSON text; null without one
 * @param requirementsLock the lock of the revision's dependencies; null when it has none
 * @param onWorkerLoss what happens to the run when its worker is lost: how long a drain waits
 * @param checkpoint the last checkpoint of an earlier attempt, as JSON text; null without one
 */
public record ExecutionOrder(
    UUID runId,
    int attempt,
    UUID scriptId,
    String scriptName,
    String fileName,
    String code,
    TriggerType trigger,
    @Nullable Instant slotAt,
    String runKey,
    int timeoutSeconds,
    Limits limits,
    Network network,
    Map<String, String> environment,
    Map<String, String> secrets,
    String apiUrl,
    String apiKey,
    String parameters,
    @Nullable String payload,
    @Nullable String requirementsLock,
    OnWorkerLoss onWorkerLoss,
    @Nullable String checkpoint) {

  /** An api-app of the version before sends no policy: its scripts are replaced as usual. */
  public ExecutionOrder {
    onWorkerLoss = Objects.requireNonNullElse(onWorkerLoss, OnWorkerLoss.RERUN);
  }

  /**
   * Resource limits of a script.
   *
   * @param memoryMb memory in MiB
   * @param cpuPercent share of one core in percent
   * @param outputMb output of both streams in MiB
   * @param tmpMb size of the temporary directory in MiB
   * @param processes processes and threads
   */
  public record Limits(int memoryMb, int cpuPercent, int outputMb, int tmpMb, int processes) {}

  /**
   * Network policy of a script.
   *
   * @param policy one of the four of the wire contract
   * @param hosts hosts of an allowlist
   */
  public record Network(String policy, List<String> hosts) {}

  @Override
  public String toString() {
    return "ExecutionOrder[runId=" + runId + ", attempt=" + attempt + "]";
  }
}
