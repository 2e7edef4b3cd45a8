package com.blueplm.runner.api.script;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.RetryCause;
import com.blueplm.runner.contract.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a script that a run uses; a run keeps the snapshot taken when it was created.
 *
 * @param timeoutSeconds wall time of one attempt
 * @param catchupSeconds how late a slot may start
 * @param overlapPolicy what a trigger does while another run is open
 * @param onWorkerLoss what happens when the worker is lost
 * @param retry the script's own retries
 * @param limits resource limits
 * @param network network policy
 * @param environment plain settings
 * @param plmScopes what the run's key may do at the PLM data API
 */
public record RunSettings(
    int timeoutSeconds,
    int catchupSeconds,
    OverlapPolicy overlapPolicy,
    OnWorkerLoss onWorkerLoss,
    Retry retry,
    Limits limits,
    Network network,
    Map<String, String> environment,
    List<String> plmScopes) {

  /** Retries, in the shape of the wire contract (snake case there). */
  public record Retry(
      int maxAttempts,
      int backoffSeconds,
      double backoffFactor,
      int maxBackoffSeconds,
      List<RetryCause> on,
      List<Integer> exitCodes) {

    /** The same settings as the decision function takes them. */
    public RetryPolicy toPolicy() {
      return new RetryPolicy(
          maxAttempts,
          Duration.ofSeconds(backoffSeconds),
          backoffFactor,
          Duration.ofSeconds(maxBackoffSeconds),
          Set.copyOf(on),
          Set.copyOf(exitCodes));
    }
  }

  /** Resource limits: MiB, percent of one core, count. */
  public record Limits(int memoryMb, int cpuPercent, int outputMb, int tmpMb, int processes) {}

  /** Network policy: one of the four of the wire contract. */
  public record Network(String policy, List<String> hosts) {}
}
