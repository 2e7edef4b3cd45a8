package com.blueplm.runner.contract.gateway;

import com.blueplm.runner.contract.IsolationLevel;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a worker says each second: that it lives, what it is, and which attempts live with it.
 * Renews their leases.
 *
 * @param workerId made when the worker process starts
 * @param name host name and process id, for people
 * @param version the worker's version
 * @param isolationLevel the level its self-test found
 * @param probes each probe of the self-test and its result, in words
 * @param maxConcurrentRuns how many scripts it runs at once
 * @param draining whether it takes no new work
 * @param live the attempts whose process, or whose undelivered spool, this worker holds
 */
public record LineRequest(
    UUID workerId,
    String name,
    String version,
    IsolationLevel isolationLevel,
    Map<String, String> probes,
    int maxConcurrentRuns,
    boolean draining,
    List<LiveAttempt> live) {

  /**
   * A live attempt.
   *
   * @param runId the run
   * @param attempt the attempt, from 1
   * @param claimId the claim under which it was started
   */
  public record LiveAttempt(UUID runId, int attempt, UUID claimId) {}
}
