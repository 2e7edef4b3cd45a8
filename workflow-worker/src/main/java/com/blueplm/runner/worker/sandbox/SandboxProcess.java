package com.blueplm.runner.worker.sandbox;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A started command with all that it starts. */
public interface SandboxProcess {

  InputStream stdout();

  InputStream stderr();

  /** How the command's own process ended; the streams may still hold output. */
  CompletableFuture<ExitStatus> onExit();

  /** Completes when the tree crossed its memory limit and should be killed; else never. */
  CompletableFuture<Void> memoryLimitReached();

  /** Sends TERM to the command itself, so that it can clean up. */
  void terminate();

  /** Kills the whole tree. */
  void kill();

  /** Whether the whole tree was seen gone within {@code patience}. */
  boolean awaitGone(Duration patience);

  /** Whether this machine lets the tree be seen at all; where not, it is never seen gone. */
  default boolean treeIsVisible() {
    return true;
  }

  /**
   * Once the process has exited by itself: whether that was the command's exit. False when the
   * sandbox failed before the command began.
   */
  boolean exitIsTheCommands();

  /** What the tree used; to be asked after the tree is gone, and releases what measured it. */
  ResourceUse close();
}
