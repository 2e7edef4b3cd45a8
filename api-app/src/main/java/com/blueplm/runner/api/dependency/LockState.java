package com.blueplm.runner.api.dependency;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a request for a lock stands.
 *
 * @param id the request
 * @param lock the lock; null unless it was made; empty when only the version of Python was checked
 * @param error why there is none, in words for the script's author; null unless it failed
 */
public record LockState(UUID id, @Nullable String lock, @Nullable String error) {

  /** Whether a worker still has to answer. */
  public boolean isPending() {
    return lock == null && error == null;
  }
}
