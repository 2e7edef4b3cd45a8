package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a trigger does while another run of the script is open. */
public enum OverlapPolicy {
  /** The new run is skipped. */
  SKIP,
  /** The new run waits its turn. */
  QUEUE,
  /** The open run is cancelled and the new one follows. */
  CANCEL_RUNNING,
  /** Both run. */
  ALLOW;

  /** The name on the wire and in the database: lower case with underscores. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant with this wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static OverlapPolicy of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
