package com.blueplm.runner.api.slot;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a due slot. */
public enum SlotOutcome {
  /** Its run was claimed by a worker, however it ended. */
  RAN,
  /** The overlap policy kept it from running. */
  SKIPPED,
  /** It could not be started, or the schedule was changed before it was. */
  MISSED,
  /** It lay in a pause. */
  PAUSED,
  /** It waits: to be started, for its turn, or for a worker. */
  PENDING,
  /** Its run was cancelled before a worker had it. */
  CANCELLED;

  /** The name on the wire. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant with this wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SlotOutcome of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
