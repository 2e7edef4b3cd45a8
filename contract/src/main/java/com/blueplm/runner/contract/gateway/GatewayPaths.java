package com.blueplm.runner.contract.gateway;

import java.util.UUID;

/**
 * The routes of the worker gateway. Every call carries {@code Authorization: Bearer <worker key>};
 * every call about an attempt also carries the header {@link #CLAIM_ID}, except the claim itself. A
 * call about an attempt that is not the live one is answered 409 with code {@code
 * ATTEMPT_SUPERSEDED}: the worker then kills that process and writes no more about it.
 */
public final class GatewayPaths {

  /**
   * POST {@link LineRequest} -> {@link LineAnswer}; held up to a second when there is nothing to
   * say.
   */
  public static final String LINE = "/worker/line";

  /** Names the claim on every call about a claimed attempt. */
  public static final String CLAIM_ID = "X-Claim-Id";

  private GatewayPaths() {}

  /** POST {@link ClaimRequest} -> {@link ClaimAnswer}. */
  public static String claim(UUID runId, int attempt) {
    return attemptPath(runId, attempt) + "/claim";
  }

  /**
   * POST bytes as {@code application/octet-stream}, query {@code stream=stdout|stderr}, {@code
   * offset=<first byte's offset in the attempt's masked stream>} and {@code end=true|false} (the
   * stream has ended after these bytes) -> {@link OutputAnswer}.
   */
  public static String output(UUID runId, int attempt) {
    return attemptPath(runId, attempt) + "/output";
  }

  /** POST {@link ProgressReport} -> 204. */
  public static String progress(UUID runId, int attempt) {
    return attemptPath(runId, attempt) + "/progress";
  }

  /** POST {@link CheckpointReport} -> 204. */
  public static String checkpoint(UUID runId, int attempt) {
    return attemptPath(runId, attempt) + "/checkpoint";
  }

  /** POST {@link FinishRequest} -> {@link com.blueplm.runner.contract.Decision}. */
  public static String finish(UUID runId, int attempt) {
    return attemptPath(runId, attempt) + "/finish";
  }

  /** POST {@link ConnectionReport} -> 204. */
  public static String connections(UUID runId, int attempt) {
    return attemptPath(runId, attempt) + "/connections";
  }

  /**
   * GET -> {@link LockOrder}, 404 once nothing waits for it; POST {@link LockResult} -> 204, also
   * again (the first result counts), 404 for an unknown lock.
   */
  public static String lock(UUID lockId) {
    return "/worker/locks/" + lockId;
  }

  private static String attemptPath(UUID runId, int attempt) {
    return "/worker/runs/" + runId + "/attempts/" + attempt;
  }
}
