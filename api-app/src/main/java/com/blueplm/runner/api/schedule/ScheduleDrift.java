package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.turn.Turn;
import com.blueplm.runner.api.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Compares the Schedules with their scripts, one after another: two a second, none more often than
 * every ten seconds, since each look costs Temporal CPU time. When one is missing all are looked at
 * at once: Temporal has lost its database, and nothing runs until they are there again.
 */
@Component
class ScheduleDrift {
  private static final Logger log = LoggerFactory.getLogger(ScheduleDrift.class);
  private static final int LOOKS_A_SECOND = 2;

  private final Turns turns;
  private final DriftRepository repository;
  private final DriftRepair repair;
  private final Duration betweenRounds;
  private final Clock clock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Queue<UUID> round = new ArrayDeque<>();
  private final Map<UUID, Instant> seenRunning = new ConcurrentHashMap<>();
  private Instant roundBegan = Instant.MIN;
  private boolean oneWasMissing;

  ScheduleDrift(
      Turns turns,
      DriftRepository repository,
      DriftRepair repair,
      @Value("${runner.schedule-look-interval:10s}") Duration betweenRounds,
      Clock clock) {
    this.turns = turns;
    this.repository = repository;
    this.repair = repair;
    this.betweenRounds = betweenRounds;
    this.clock = clock;
  }

  /** The looks of one second. */
  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void look() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      turns.take(Turn.SCHEDULES, this::lookAtSome);
    } catch (DataAccessException | CannotCreateTransactionException silent) {
      log.debug("The database does not answer; Schedules are compared when it does", silent);
    } finally {
      busy.set(false);
    }
  }

  /** False when Temporal does not answer. */
  private boolean lookAtSome() {
    Instant now = clock.instant();
    if (oneWasMissing || (round.isEmpty() && !now.isBefore(roundBegan.plus(betweenRounds)))) {
      round.clear();
      round.addAll(repository.scheduled());
      seenRunning.keySet().retainAll(round);
      roundBegan = now;
    }
    boolean all = oneWasMissing;
    oneWasMissing = false;
    int looks = all ? round.size() : LOOKS_A_SECOND;
    for (int i = 0; i < looks; i++) {
      UUID next = round.poll();
      if (next == null) {
        return true;
      }
      if (!lookAt(next, all)) {
        return false;
      }
    }
    return true;
  }

  /** False when Temporal does not answer: then nothing more is asked of it in this second. */
  private boolean lookAt(UUID scriptId, boolean all) {
    Instant before = clock.instant();
    try {
      Optional<Drift> found = repair.look(scriptId);
      if (found.isEmpty()) {
        return true;
      }
      Drift drift = found.get();
      oneWasMissing |= drift.missing() && !all;
      if (!drift.isNone()) {
        repair.repair(scriptId, seenRunning.getOrDefault(scriptId, before));
      }
      if (drift.pause() == Drift.PauseDrift.NONE) {
        seenRunning.put(scriptId, before);
      }
      return true;
    } catch (ProblemException refusal) {
      if (refusal.code() != ErrorCode.TEMPORAL_UNAVAILABLE) {
        throw refusal;
      }
      log.debug("Temporal does not answer; its Schedules are compared when it does", refusal);
      return false;
    } catch (DataAccessException | CannotCreateTransactionException silent) {
      throw silent;
    } catch (RuntimeException failure) {
      log.warn(
          "The Schedule of script {} could not be compared with Temporal; the next look is in some"
              + " seconds.",
          scriptId,
          failure);
      return true;
    }
  }
}
