package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.RunStatus;

/**
 * How far a run and its output are, seen at one moment.
 *
 * @param status the run's status
 * @param statusVersion grows with each visible change of the run
 * @param totalLines the lines of both streams and all attempts; final once the run is terminal
 */
public record OutputStatus(RunStatus status, int statusVersion, long totalLines) {

  /** Whether neither the status nor the output will change again. */
  public boolean isFinal() {
    return status.isTerminal();
  }
}
