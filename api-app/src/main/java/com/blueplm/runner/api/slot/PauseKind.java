package com.blueplm.runner.api.slot;

import java.util.Locale;

/** What keeps a script's slots from running; several may hold at once, one of each kind. */
public enum PauseKind {
  /** The schedule was paused: by a person, by failures in a row, or in Temporal's UI. */
  PAUSE,
  /** The script is inactive. */
  INACTIVE,
  /** The script is deleted. */
  DELETED;

  /** The name in the database, and the reason on the wire where it is not a pause. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PauseKind of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
