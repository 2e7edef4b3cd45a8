package com.blueplm.runner.api.slot;

import java.util.Locale;

/** Who or what began a pause. */
public enum PauseSource {
  /** A person, over the API. */
  PERSON,
  /** Too many failures in a row. */
  FAILURES,
  /** Somebody in Temporal's UI. */
  TEMPORAL;

  /** The name in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PauseSource of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
