package com.blueplm.runner.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** The worker's side of a run. */
@ActivityInterface
public interface ScriptExecution {

  /** Claims the attempt, runs the script to its end and records how it ended. */
  @ActivityMethod(name = "execution.execute")
  Decision execute(Attempt attempt);

  /** Waits for an attempt that is alive on this very worker; called on the worker's own queue. */
  @ActivityMethod(name = "execution.attach")
  Decision attach(Attempt attempt);

  /**
   * One try of a run.
   *
   * @param runId the run
   * @param number the number of the try, from 1: the fence of every write
   */
  record Attempt(UUID runId, int number) {}
}
