package com.blueplm.runner.worker.gateway;

import java.util.UUID;

/**
 * A claimed attempt: what every later call about it names.
 *
 * @param runId the run
 * @param attempt the attempt, from 1
 * @param claimId the claim
 */
public record Claim(UUID runId, int attempt, UUID claimId) {

  /** Run and attempt, as in directory names. */
  public String key() {
    return runId + "-" + attempt;
  }
}
