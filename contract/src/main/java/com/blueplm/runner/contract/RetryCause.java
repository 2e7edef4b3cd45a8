package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a script's retry settings react to. */
public enum RetryCause {
  /** A non-zero exit code. */
  ERROR,
  /** The timeout. */
  TIMEOUT,
  /** A signal that is not ours. */
  SIGNAL,
  /** The memory limit. */
  MEMORY_LIMIT;

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
  public static RetryCause of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
