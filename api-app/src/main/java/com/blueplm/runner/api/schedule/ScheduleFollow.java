package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.slot.PauseFollower;
import jakarta.annotation.PreDestroy;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets Temporal follow a change once it is committed, so that a change that is rolled back never
 * reaches Temporal. What fails then is repeated by {@link ScheduleReconciler}.
 */
@Component
class ScheduleFollow implements PauseFollower {
  private static final Logger log = LoggerFactory.getLogger(ScheduleFollow.class);

  private final ScheduleRepository repository;
  private final ScheduleWriter writer;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScheduleFollow(ScheduleRepository repository, ScheduleWriter writer) {
    this.repository = repository;
    this.writer = writer;
  }

  /**
   * Follows as the request's last step, for at most the two seconds that Temporal has to answer.
   *
   * @param pauseOnly whether nothing but the pause has changed: a script without a schedule then
   *     has nothing to follow
   */
  void afterCommit(UUID scriptId, boolean pauseOnly) {
    register(scriptId, pauseOnly, Runnable::run);
  }

  @Override
  public void followSoon(UUID scriptId) {
    register(scriptId, true, threads::execute);
  }

  private void register(UUID scriptId, boolean pauseOnly, Executor executor) {
    if (pauseOnly && !repository.hasCron(scriptId)) {
      return;
    }
    boolean wasSynced = repository.markUnsynced(scriptId);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            executor.execute(() -> follow(scriptId, pauseOnly && wasSynced));
          }
        });
  }

  private void follow(UUID scriptId, boolean pauseOnly) {
    try {
      writer.follow(scriptId, pauseOnly);
    } catch (RuntimeException failure) {
      log.warn(
          "Temporal's Schedule of script {} could not be changed now; it will be tried again every few"
              + " seconds.",
          scriptId,
          failure);
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
