package com.blueplm.runner.api.run;

import com.blueplm.runner.api.turn.Turn;
import com.blueplm.runner.api.turn.Turns;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Brings rows and workflows together again (design §5.12): first what the rows alone show (runs
 * whose worker died while they were cancelled, contradictions, queues that stand still), then what
 * Temporal has to be asked or told.
 *
 * <p>At fixed rates and not with fixed delays: Spring runs the latter on one thread, where a slow
 * Temporal would also delay the watch over the database.
 */
@Component
class RunReconciler {
  private static final Logger log = LoggerFactory.getLogger(RunReconciler.class);

  private final Turns turns;
  private final ReconcilerRepository repository;
  private final OpenRunsRepository openRuns;
  private final RowRepairs repairs;
  private final LostReleases releases;
  private final TemporalRound temporal;
  private final RunStarter starter;
  private final CancelledOrphans orphans;
  private final Leases leases;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean databaseAway;

  RunReconciler(
      Turns turns,
      ReconcilerRepository repository,
      OpenRunsRepository openRuns,
      RowRepairs repairs,
      LostReleases releases,
      TemporalRound temporal,
      RunStarter starter,
      CancelledOrphans orphans,
      Leases leases) {
    this.turns = turns;
    this.repository = repository;
    this.openRuns = openRuns;
    this.repairs = repairs;
    this.releases = releases;
    this.temporal = temporal;
    this.starter = starter;
    this.orphans = orphans;
    this.leases = leases;
  }

  /** Watches the database, because its outages decide when leases may be judged. */
  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void watchDatabase() {
    try {
      repository.ping();
      leases.databaseAnswered();
    } catch (DataAccessException silent) {
      log.debug("The database does not answer", silent);
    }
  }

  /** One round; what fails in it is tried again in the next. */
  @Scheduled(fixedRate = 2, timeUnit = TimeUnit.SECONDS)
  void reconcile() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      List<UUID> started = starter.takeStarted();
      if (!started.isEmpty()) {
        repository.markStarted(started);
      }
      turns.take(Turn.RUNS, this::round);
      databaseAway = false;
    } catch (DataAccessException | CannotCreateTransactionException failure) {
      if (!databaseAway) {
        databaseAway = true;
        log.warn("The database does not answer; reconciling goes on as soon as it does", failure);
      }
    } finally {
      busy.set(false);
    }
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
  void forgetWorkers() {
    repository.forgetWorkers();
  }

  /** False when Temporal does not answer. */
  private boolean round() {
    if (leases.mayBeJudged()) {
      for (UUID run : openRuns.cancellingWithDeadLease()) {
        Guarded.step(run, () -> orphans.end(run));
      }
    }
    repairs.repair();
    for (UUID run : repository.unreleased()) {
      Guarded.step(run, () -> releases.release(run));
    }
    return temporal.run();
  }
}
