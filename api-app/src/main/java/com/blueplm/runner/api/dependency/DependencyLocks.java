package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.LockWorkflows;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Locks of dependencies: asks workers for them and waits. */
@Component
public class DependencyLocks {
  private static final Logger log = LoggerFactory.getLogger(DependencyLocks.class);

  private final LocksRepository locks;
  private final LockWorkRepository work;
  private final LockWorkflows workflows;
  private final LockWaits waits;

  DependencyLocks(
      LocksRepository locks, LockWorkRepository work, LockWorkflows workflows, LockWaits waits) {
    this.locks = locks;
    this.work = work;
    this.workflows = workflows;
    this.waits = waits;
  }

  /**
   * Asks for a lock and waits for it, at most {@link DependenciesProperties#saveWait} and not at
   * all when Temporal is away. Call it outside of any transaction.
   *
   * @param scriptId the script; null while it is being created
   */
  public LockState request(UUID orgId, @Nullable UUID scriptId, InlineMetadata metadata) {
    requireNoTransaction();
    return startAndAwait(orgId, locks.insert(orgId, scriptId, metadata));
  }

  /** Waits likewise for a lock that was asked for before. */
  public LockState await(UUID orgId, UUID lockId) {
    requireNoTransaction();
    return startAndAwait(orgId, lockId);
  }

  /** Where a request stands; that does not change until the caller's transaction ends. */
  public LockState hold(UUID orgId, UUID lockId) {
    return locks.hold(orgId, lockId);
  }

  /** Says which script a request belongs to, once that exists. */
  public void assign(UUID orgId, UUID lockId, UUID scriptId) {
    locks.assign(orgId, lockId, scriptId);
  }

  private LockState startAndAwait(UUID orgId, UUID lockId) {
    Delivery delivery = workflows.start(lockId);
    if (delivery == Delivery.ACCEPTED) {
      work.started(lockId);
      return waits.await(orgId, lockId);
    }
    log.warn(
        "Temporal did not take the workflow of lock {} in time ({}). What needs the lock is saved"
            + " without it; the reconciler starts the workflow as soon as Temporal answers",
        lockId,
        delivery);
    return locks.find(orgId, lockId);
  }

  private static void requireNoTransaction() {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a wait for a worker must not hold a transaction");
    }
  }
}
