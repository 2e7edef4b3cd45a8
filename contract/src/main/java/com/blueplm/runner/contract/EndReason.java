package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a run ended as it did; null until then. */
public enum EndReason {
  /** The process ended by itself. */
  EXITED,
  /** The timeout passed. */
  TIMEOUT,
  /** A person cancelled it. */
  CANCELLED,
  /** The memory limit was reached. */
  MEMORY_LIMIT,
  /** The output limit was reached. */
  OUTPUT_LIMIT,
  /** A signal that is not ours ended the process. */
  SIGNAL,
  /** Its worker was lost. */
  WORKER_LOST,
  /** A person decided not to run it again. */
  GAVE_UP,
  /** Another run of the script was in its way. */
  OVERLAP,
  /** Too many runs of the script were waiting. */
  QUEUE_FULL,
  /** It could not be started within the catch-up window. */
  OUTAGE,
  /** The schedule was changed before the slot could start. */
  SCHEDULE_CHANGED,
  /** Temporal no longer knows the workflow. */
  HISTORY_LOST,
  /** The script's dependencies could not be installed. */
  DEPENDENCY_ERROR,
  /** The sandbox could not be set up. */
  ISOLATION_UNAVAILABLE,
  /** The workflow was ended in Temporal. */
  TERMINATED_IN_TEMPORAL;

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
  public static EndReason of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
