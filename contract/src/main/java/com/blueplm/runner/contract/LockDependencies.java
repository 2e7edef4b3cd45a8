package com.blueplm.runner.contract;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** Has a worker turn the dependencies that a script asks for into a lock. */
@WorkflowInterface
public interface LockDependencies {

  /**
   * Returns when the lock, or why there is none, is recorded.
   *
   * @param lockId the request for a lock
   */
  @WorkflowMethod(name = "LockDependencies")
  void lock(UUID lockId);
}
