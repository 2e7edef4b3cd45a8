package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A stream of a script's output. */
public enum OutputStream {
  /** Standard output. */
  STDOUT,
  /** Standard error. */
  STDERR;

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
  public static OutputStream of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
