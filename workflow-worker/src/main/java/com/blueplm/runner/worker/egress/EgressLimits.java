package com.blueplm.runner.worker.egress;

import java.time.Duration;

/**
 * What a run may use of the proxy.
 *
 * @param connections open at once; more are answered 503
 * @param headBytes size of a request's or response's head
 * @param head how long a head may take to come
 * @param idle how long nothing may move before a connection is closed
 * @param connect how long making a connection may take
 * @param linger how long the client may take to close after its answer
 * @param reports connections reported one by one; the rest are counted together
 */
public record EgressLimits(
    int connections,
    int headBytes,
    Duration head,
    Duration idle,
    Duration connect,
    Duration linger,
    int reports) {

  /** The limits of the product. Idle is long: an ERP may think for minutes, and the run ends it. */
  public static EgressLimits standard() {
    return new EgressLimits(
        64,
        64 * 1024,
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        5_000);
  }
}
