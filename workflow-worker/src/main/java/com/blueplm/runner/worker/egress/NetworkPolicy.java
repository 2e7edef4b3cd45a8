package com.blueplm.runner.worker.egress;

import java.util.Locale;

/** What a script may reach. */
public enum NetworkPolicy {
  /** The PLM data API only. */
  BLUEPLM_ONLY,
  /** The PLM data API and the script's list of hosts. */
  ALLOWLIST,
  /** The PLM data API and public addresses. */
  INTERNET,
  /** All that the worker's machine reaches, without a proxy. */
  HOST;

  /**
   * The policy of this name.
   *
   * @throws IllegalArgumentException for a name that this worker does not know: it must fail closed
   */
  public static NetworkPolicy parse(String wire) {
    for (NetworkPolicy policy : values()) {
      if (policy.wire().equals(wire)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "this worker does not know the network policy `" + wire + "`: update the worker");
  }

  /** The name on the wire: lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
