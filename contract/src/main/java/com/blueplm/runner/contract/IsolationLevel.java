package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How strongly a script is kept apart, strongest first. */
public enum IsolationLevel {
  /** An own container. */
  CONTAINER,
  /** Own namespaces by bubblewrap. */
  BUBBLEWRAP,
  /** Landlock rules only. */
  LANDLOCK,
  /** A plain process: no protection against a hostile script. */
  PROCESS;

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
  public static IsolationLevel of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether this level is at least as strong as {@code minimum}. */
  public boolean isAtLeast(IsolationLevel minimum) {
    return compareTo(minimum) <= 0;
  }
}
