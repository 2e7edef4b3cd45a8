package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person decides about a run whose worker was lost. */
public enum PersonsDecision {
  /** Run it again. */
  RERUN,
  /** End it as lost. */
  GIVE_UP;

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
  public static PersonsDecision of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
