package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.WorkflowState;
import java.time.Duration;

/**
 * One round of the reconciler and what it may still ask of Temporal: nothing once an answer failed
 * to come, and nothing new after a second, so that a slow Temporal does not hold up what needs only
 * the database.
 */
final class Round {
  private static final Duration BUDGET = Duration.ofSeconds(1);

  private final long until = System.nanoTime() + BUDGET.toNanos();
  private boolean answered;
  private boolean silent;

  /** Whether another question may be asked. */
  boolean goesOn() {
    return !silent && System.nanoTime() - until < 0;
  }

  Delivery heard(Delivery delivery) {
    heard(delivery != Delivery.UNAVAILABLE);
    return delivery;
  }

  WorkflowState heard(WorkflowState state) {
    heard(state != WorkflowState.UNAVAILABLE);
    return state;
  }

  /** Whether a question stayed without an answer. */
  boolean silent() {
    return silent;
  }

  /** Whether any question was answered. */
  boolean answered() {
    return answered;
  }

  private void heard(boolean something) {
    answered |= something;
    silent |= !something;
  }
}
