package com.blueplm.runner.api.temporal;

/** What came of a message to Temporal. */
public enum Delivery {
  /** Temporal has it, durably. */
  ACCEPTED,
  /** Temporal knows no open workflow of this id. */
  GONE,
  /** Temporal did not answer in time: to be repeated. */
  UNAVAILABLE,
  /** Temporal answered with an error that the operator has to look at: to be repeated, too. */
  REFUSED
}
