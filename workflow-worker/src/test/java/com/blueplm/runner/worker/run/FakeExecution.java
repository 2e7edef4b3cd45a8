package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.ScriptExecution;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A worker that does what the test tells it, call by call, and {@code DONE} when told nothing. */
final class FakeExecution implements ScriptExecution {

  private final Journal journal;
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
  private final Queue<byte[]> open = new ConcurrentLinkedQueue<>();

  FakeExecution(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Decision execute(Attempt attempt) {
    return take("execute " + attempt.number());
  }

  @Override
  public Decision attach(Attempt attempt) {
    return take("attach " + attempt.number());
  }

  FakeExecution then(Step step) {
    steps.add(step);
    return this;
  }

  FakeExecution thenAnswer(Decision... decisions) {
    List.of(decisions).forEach(decision -> steps.add(context -> decision));
    return this;
  }

  /** The activity fails at once. */
  FakeExecution thenFail() {
    return then(
        context -> {
          throw ApplicationFailure.newFailure("the worker failed", "TEST");
        });
  }

  /** The activity stays open without a heartbeat until the test ends it, or Temporal does. */
  FakeExecution thenStayOpen() {
    return then(
        context -> {
          context.doNotCompleteOnReturn();
          open.add(context.getTaskToken());
          return Decision.done();
        });
  }

  /** The task tokens of the calls that stay open, oldest first. */
  Queue<byte[]> open() {
    return open;
  }

  private Decision take(String what) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    journal.add(what, context.getInfo());
    Step step = steps.poll();
    return step == null ? Decision.done() : step.take(context);
  }

  /** What the worker does with one call. */
  @FunctionalInterface
  interface Step {
    Decision take(ActivityExecutionContext context);
  }
}
