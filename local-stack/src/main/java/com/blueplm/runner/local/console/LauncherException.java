package com.blueplm.runner.local.console;

/** Ends the launcher with a message for the person at the terminal and an exit code. */
public final class LauncherException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public LauncherException(String message) {
    this(message, 1);
  }

  public LauncherException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  public LauncherException(String message, Throwable cause) {
    super(message, cause);
    this.exitCode = 1;
  }

  public int exitCode() {
    return exitCode;
  }
}
