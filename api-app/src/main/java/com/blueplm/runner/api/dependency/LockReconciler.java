package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.dependency.LockWorkRepository.Waiting;
import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.LockWorkflows;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Looks after locks whose save has long been answered: starts the workflow that Temporal did not
 * take, asks again where the workflow is gone, and delivers a lock that got stuck half way.
 * Replicas share the work row by row.
 */
@Component
class LockReconciler {
  /** Temporal's own retries come on top: each start is one more workflow. */
  static final int MAX_STARTS = 5;

  private static final Logger log = LoggerFactory.getLogger(LockReconciler.class);

  private final LockWorkRepository work;
  private final LockWorkflows workflows;
  private final LockResults results;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean databaseAway;

  LockReconciler(LockWorkRepository work, LockWorkflows workflows, LockResults results) {
    this.work = work;
    this.workflows = workflows;
    this.results = results;
  }

  /** One round; what fails in it is tried again in the next. */
  @Scheduled(fixedRate = 2, timeUnit = TimeUnit.SECONDS)
  void reconcile() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      work.undelivered().forEach(results::deliver);
      lookAfter(work.take());
      databaseAway = false;
    } catch (DataAccessException | CannotCreateTransactionException failure) {
      if (!databaseAway) {
        databaseAway = true;
        log.warn("The database does not answer; locks go on as soon as it does", failure);
      }
    } finally {
      busy.set(false);
    }
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
  void forgetUnused() {
    work.forgetUnused();
  }

  /** Stops as soon as Temporal does not answer. */
  private void lookAfter(List<Waiting> waiting) {
    for (int i = 0; i < waiting.size(); i++) {
      if (!lookAfter(waiting.get(i))) {
        work.postpone(waiting.subList(i, waiting.size()).stream().map(Waiting::id).toList());
        return;
      }
    }
  }

  private boolean lookAfter(Waiting lock) {
    if (lock.workflowStarts() > 0) {
      Delivery open = workflows.look(lock.id());
      if (open != Delivery.GONE) {
        return open != Delivery.UNAVAILABLE;
      }
      if (lock.workflowStarts() >= MAX_STARTS) {
        results.fail(
            lock.id(),
            "No worker could lock the dependencies: asked %d times. Save the script again"
                .formatted(MAX_STARTS));
        return true;
      }
    }
    Delivery started = workflows.start(lock.id());
    if (started == Delivery.ACCEPTED) {
      work.started(lock.id());
      log.info("The workflow of lock {} was started by the reconciler", lock.id());
    }
    return started != Delivery.UNAVAILABLE;
  }
}
