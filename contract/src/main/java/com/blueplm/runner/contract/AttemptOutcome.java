package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How one attempt of a run ended. */
public enum AttemptOutcome {
  /** Exit code 0. */
  SUCCESS,
  /** Another exit code, a signal or a limit. */
  ERROR,
  /** The timeout passed. */
  TIMEOUT,
  /** Cancelled while it ran. */
  CANCELLED,
  /** Its worker vanished or was drained. */
  WORKER_LOST,
  /** A newer attempt took over. */
  SUPERSEDED;

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
  public static AttemptOutcome of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
