package com.blueplm.runner.api.temporal;

/** How a workflow stands, as Temporal describes it. */
public enum WorkflowState {
  /** Open, with an activity or a step of its own under way or waiting for a worker. */
  WORKING,
  /** Open, and nothing moves it but a signal or a timer. */
  WAITING,
  /** It came to its end. */
  COMPLETED,
  /** It ended with an error. */
  FAILED,
  /** It ended after a cancel. */
  CANCELED,
  /** It was ended from outside. */
  TERMINATED,
  /** A limit of Temporal's own ended it. */
  TIMED_OUT,
  /** Temporal has never heard of it, or has forgotten it. */
  UNKNOWN,
  /** Temporal did not answer, so nothing is known. */
  UNAVAILABLE;

  /** Whether it may still do something. */
  public boolean isOpen() {
    return this == WORKING || this == WAITING;
  }

  /** Whether it will never do anything again. */
  public boolean isClosed() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELED, TERMINATED, TIMED_OUT -> true;
      case WORKING, WAITING, UNKNOWN, UNAVAILABLE -> false;
    };
  }
}
