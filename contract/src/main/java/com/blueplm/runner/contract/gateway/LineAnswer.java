package com.blueplm.runner.contract.gateway;

import java.util.List;
import java.util.UUID;

/**
 * What api-app tells a worker. Commands are repeated in every answer until their attempt is no
 * longer live, so a lost answer loses nothing.
 *
 * @param leaseMillis for how long the leases of the named attempts were renewed
 * @param commands what to do
 */
public record LineAnswer(long leaseMillis, List<Command> commands) {

  /**
   * One command.
   *
   * @param kind what to do
   * @param runId the run it is about
   * @param attempt the attempt it is about
   */
  public record Command(Kind kind, UUID runId, int attempt) {}

  /** The kinds of command. */
  public enum Kind {
    /** Stop the script: TERM, grace, KILL; then finish with outcome cancelled. */
    CANCEL,
    /** Another attempt took over: kill the process at once and write nothing. */
    SUPERSEDED
  }
}
