package com.blueplm.runner.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a run stands; the moves between the states are those of design §5. */
public enum RunStatus {
  /** Accepted, or waiting for its next attempt. */
  PENDING,
  /**
   * Waits for another run of the same script (overlap policy {@code queue} or {@code
   * cancel_running}).
   */
  QUEUED,
  /** An attempt is claimed by a worker. */
  RUNNING,
  /** Cancel was asked for; the process tree is not yet confirmed dead. */
  CANCELLING,
  /** A worker was lost and the script says that a person decides. */
  NEEDS_DECISION,
  /** The script exited with 0. */
  SUCCESS,
  /** The script exited with another code, was killed by a signal or crossed a limit. */
  ERROR,
  /** The script did not end within its timeout. */
  TIMEOUT,
  /** A person, or Temporal, ended it. */
  CANCELLED,
  /** Its worker was lost and it is not run again. */
  LOST,
  /** The overlap policy kept it from running. */
  SKIPPED,
  /** Its slot could not be started in time. */
  MISSED;

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
  public static RunStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether the state is final: a terminal run never changes again. */
  public boolean isTerminal() {
    return targets().isEmpty();
  }

  /** Whether a run in this state may change to {@code next}. */
  public boolean canMoveTo(RunStatus next) {
    return targets().contains(next);
  }

  private Set<RunStatus> targets() {
    return switch (this) {
      case PENDING -> EnumSet.of(QUEUED, RUNNING, SKIPPED, MISSED, CANCELLED, LOST);
      case QUEUED -> EnumSet.of(PENDING, SKIPPED, CANCELLED);
      case RUNNING ->
          EnumSet.of(SUCCESS, ERROR, TIMEOUT, LOST, CANCELLING, CANCELLED, PENDING, NEEDS_DECISION);
      case CANCELLING -> EnumSet.of(CANCELLED, SUCCESS, ERROR, TIMEOUT, LOST);
      case NEEDS_DECISION -> EnumSet.of(PENDING, LOST, CANCELLED);
      case SUCCESS, ERROR, TIMEOUT, CANCELLED, LOST, SKIPPED, MISSED ->
          EnumSet.noneOf(RunStatus.class);
    };
  }
}
