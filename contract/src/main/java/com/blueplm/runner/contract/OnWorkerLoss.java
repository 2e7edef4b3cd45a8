package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens to a run whose worker is lost. */
public enum OnWorkerLoss {
  /** It is run again. */
  RERUN,
  /** A person decides. */
  HOLD,
  /** It ends as lost. */
  FAIL;

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
  public static OnWorkerLoss of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
