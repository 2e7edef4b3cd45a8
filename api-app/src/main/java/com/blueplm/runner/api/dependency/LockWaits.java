package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.signal.RunSignals;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Waits for locks without holding a connection to the database: woken by a result that comes
 * through this replica, and looking at the row now and then for one that comes through another.
 */
@Component
class LockWaits {
  private final LocksRepository locks;
  private final DependenciesProperties properties;
  private final RunSignals arrivals = new RunSignals();

  LockWaits(LocksRepository locks, DependenciesProperties properties) {
    this.locks = locks;
    this.properties = properties;
  }

  /** Wakes whoever waits for this lock. */
  void arrived(UUID lockId) {
    arrivals.changed(lockId);
  }

  /** The state once there is a result, or when the time is over. */
  LockState await(UUID orgId, UUID lockId) {
    long end = System.nanoTime() + properties.saveWait().toNanos();
    Semaphore arrived = new Semaphore(0);
    try (RunSignals.Subscription subscription =
        arrivals.subscribe(
            id -> {
              if (id.equals(lockId)) {
                arrived.release();
              }
            })) {
      LockState state = locks.find(orgId, lockId);
      long left = end - System.nanoTime();
      while (state.isPending() && left > 0 && pause(arrived, left)) {
        state = locks.find(orgId, lockId);
        left = end - System.nanoTime();
      }
      return state;
    }
  }

  /** False when this server stops. */
  private boolean pause(Semaphore arrived, long nanosLeft) {
    long nanos = Math.min(nanosLeft, properties.poll().toNanos());
    try {
      if (arrived.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        arrived.drainPermits();
      }
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
