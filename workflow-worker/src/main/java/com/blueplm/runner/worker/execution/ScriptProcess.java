package com.blueplm.runner.worker.execution;

import com.blueplm.runner.worker.sandbox.ExitStatus;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A started script with all that it starts. */
public interface ScriptProcess {

  InputStream stdout();

  InputStream stderr();

  /** How the script's main process ended; the streams may still hold output. */
  CompletableFuture<ExitStatus> onExit();

  /** Sends TERM to the script itself, so that it can clean up. */
  void terminate();

  /** Kills the whole tree. */
  void kill();

  /** Whether the whole tree was seen gone within {@code patience}. */
  boolean awaitGone(Duration patience);

  /**
   * Once the process has exited by itself: whether that was the script's exit. False when the
   * sandbox failed before the script began.
   */
  boolean exitIsTheScripts();
}
