package com.blueplm.runner.api.run;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Does what follows a transaction, once it has committed, on a virtual thread of its own: a slow
 * Temporal then delays no answer. Whatever fails or is cut off here is repeated by the reconciler.
 */
@Component
class AfterCommit {
  private static final Logger log = LoggerFactory.getLogger(AfterCommit.class);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  void run(Runnable task) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      throw new IllegalStateException("there is no transaction to follow");
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            threads.execute(() -> guarded(task));
          }
        });
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      log.error(
          "A step after a commit failed. The reconciler repeats it in a few seconds", failure);
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
