package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What asked for a run. */
public enum TriggerType {
  /** A slot of the script's schedule. */
  SCHEDULED,
  /** A person or an API client. */
  MANUAL,
  /** A signed delivery. */
  WEBHOOK,
  /** A person repeated an earlier run. */
  RERUN;

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
  public static TriggerType of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
