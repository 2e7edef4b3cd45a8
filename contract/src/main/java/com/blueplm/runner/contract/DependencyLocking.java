package com.blueplm.runner.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** The worker's side of {@link LockDependencies}. */
@ActivityInterface
public interface DependencyLocking {

  /** Fetches the request at the gateway, resolves it in a sandbox and records the result there. */
  @ActivityMethod(name = "dependencies.lock")
  void lock(UUID lockId);
}
