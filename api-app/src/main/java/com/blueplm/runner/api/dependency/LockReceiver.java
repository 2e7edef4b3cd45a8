package com.blueplm.runner.api.dependency;

import java.util.UUID;

/** Whoever puts locks that have arrived where they belong. */
public interface LockReceiver {

  /** A lock was made. Called after its commit, and again when the first call was lost. */
  void receive(UUID lockId);
}
