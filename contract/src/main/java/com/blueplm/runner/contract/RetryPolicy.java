package com.blueplm.runner.contract;

import java.time.Duration;
import java.util.Set;

/**
 * A script's own retry settings.
 *
 * @param maxAttempts attempts in all, 1 to 20
 * @param backoff wait before the second attempt
 * @param backoffFactor factor from one wait to the next
 * @param maxBackoff longest wait
 * @param on what is retried
 * @param exitCodes exit codes that are retried; empty means any non-zero one
 */
public record RetryPolicy(
    int maxAttempts,
    Duration backoff,
    double backoffFactor,
    Duration maxBackoff,
    Set<RetryCause> on,
    Set<Integer> exitCodes) {

  /** The wait before attempt {@code failures + 1}, where {@code failures} attempts have failed. */
  public Duration waitAfter(int failures) {
    double millis = backoff.toMillis() * Math.pow(backoffFactor, Math.max(0, failures - 1));
    return Duration.ofMillis((long) Math.min(millis, (double) maxBackoff.toMillis()));
  }
}
