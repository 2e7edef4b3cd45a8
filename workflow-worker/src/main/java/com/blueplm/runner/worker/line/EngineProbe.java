package com.blueplm.runner.worker.line;

/** Asks whether Temporal is reached. */
@FunctionalInterface
public interface EngineProbe {

  /** Whether Temporal answers now; takes at most a second or two. */
  boolean isReached();
}
