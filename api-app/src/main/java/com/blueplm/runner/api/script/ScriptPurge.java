package com.blueplm.runner.api.script;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Purges scripts that were deleted more than thirty days ago: what could still act (Temporal's
 * Schedule) or leak (secrets) goes, the record of what ran stays. Each in a transaction of its own,
 * which begins again an hour later if a part of it fails.
 */
@Component
class ScriptPurge {
  private static final Logger log = LoggerFactory.getLogger(ScriptPurge.class);
  private static final int BATCH = 100;

  private final DeletedScriptsRepository deleted;
  private final ObjectProvider<ScriptChangeListener> listeners;
  private final TransactionTemplate transaction;
  private final Clock clock;

  ScriptPurge(
      DeletedScriptsRepository deleted,
      ObjectProvider<ScriptChangeListener> listeners,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.deleted = deleted;
    this.listeners = listeners;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** Looks each hour, so that a restart or an outage delays no purge by a day. */
  @Scheduled(initialDelay = 1, fixedRate = 60, timeUnit = TimeUnit.MINUTES)
  void purge() {
    for (DeletedScriptsRepository.Expired script :
        deleted.expired(clock.instant().minus(ScriptRestoring.KEPT), BATCH)) {
      try {
        transaction.executeWithoutResult(status -> purge(script));
      } catch (ProblemException refusal) {
        if (refusal.code() == ErrorCode.TEMPORAL_UNAVAILABLE) {
          log.warn("Temporal does not answer, so deleted scripts are purged in an hour.");
          return;
        }
        failed(script, refusal);
      } catch (RuntimeException failure) {
        failed(script, failure);
      }
    }
  }

  private void purge(DeletedScriptsRepository.Expired script) {
    boolean due =
        deleted
            .lock(script.orgId(), script.id())
            .filter(deletion -> deletion.deletedAt() != null && !deletion.purged())
            .isPresent();
    if (!due) {
      return;
    }
    listeners.orderedStream().forEach(listener -> listener.purged(script.orgId(), script.id()));
    deleted.markPurged(script);
    log.info(
        "Script {} was deleted more than {} days ago: its Schedule and its secrets are gone now, its"
            + " runs stay.",
        script.id(),
        ScriptRestoring.KEPT.toDays());
  }

  private static void failed(DeletedScriptsRepository.Expired script, RuntimeException failure) {
    log.warn("Script {} could not be purged; the next try is in an hour.", script.id(), failure);
  }
}
