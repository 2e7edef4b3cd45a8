package com.blueplm.runner.worker.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * How a process ended.
 *
 * @param exitCode its exit code; null when a signal ended it
 * @param signal the signal's number; null when it exited
 */
public record ExitStatus(@Nullable Integer exitCode, @Nullable Integer signal) {

  private static final int SIGNAL_BASE = 128;
  private static final int LAST_STANDARD_SIGNAL = 31;

  /**
   * Reads the status as shells, the JDK and bubblewrap report it. A script that itself exits with
   * 129 to 159 cannot be told from one ended by a signal.
   */
  public static ExitStatus of(int status) {
    int signal = status - SIGNAL_BASE;
    return signal >= 1 && signal <= LAST_STANDARD_SIGNAL
        ? new ExitStatus(null, signal)
        : new ExitStatus(status, null);
  }
}
