package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The worker's side of a lock: what is to be locked, and what became of it. */
@Component
public class LockResults {
  private static final Logger log = LoggerFactory.getLogger(LockResults.class);
  private static final int MAX_ERROR = 2000;

  private final LocksRepository locks;
  private final LockWaits waits;
  private final ObjectProvider<LockReceiver> receivers;

  LockResults(LocksRepository locks, LockWaits waits, ObjectProvider<LockReceiver> receivers) {
    this.locks = locks;
    this.waits = waits;
    this.receivers = receivers;
  }

  /**
   * What a worker is to lock.
   *
   * @throws ProblemException 404 once nothing waits for it
   */
  public LockOrder order(UUID lockId) {
    return locks.order(lockId).orElseThrow(ProblemException::notFound);
  }

  /**
   * Stores what became of a request. The first result counts; another one changes nothing.
   *
   * @throws ProblemException 404 for an unknown request, 400 for a result that says both or nothing
   */
  public void complete(UUID lockId, LockResult result) {
    if ((result.lock() == null) == (result.error() == null)) {
      throw ProblemException.invalid("lock", "give exactly one of lock and error");
    }
    if (!locks.exists(lockId)) {
      throw ProblemException.notFound();
    }
    Optional<String> objection = Optional.ofNullable(result.lock()).flatMap(LockText::objection);
    objection.ifPresent(why -> log.error("Lock {} is recorded as failed: {}", lockId, why));
    String error = objection.orElse(result.error());
    finish(lockId, error == null ? result.lock() : null, error == null ? null : plain(error));
  }

  /** Gives up on a request. */
  void fail(UUID lockId, String error) {
    finish(lockId, null, error);
  }

  /** Brings a lock to the revisions that wait for it. */
  void deliver(UUID lockId) {
    receivers.orderedStream().forEach(receiver -> receiver.receive(lockId));
  }

  private void finish(UUID lockId, @Nullable String lock, @Nullable String error) {
    if (!locks.complete(lockId, lock, error)) {
      return;
    }
    log.info(
        "Lock {} {}", lockId, error == null ? "is made; what waits for it goes live" : "failed");
    if (lock != null) {
      deliver(lockId);
    }
    waits.arrived(lockId);
  }

  /** One line, without what Postgres refuses. */
  private static String plain(String error) {
    String line = error.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    String shown = line.isEmpty() ? "The worker gave no reason." : line;
    return shown.length() > MAX_ERROR ? shown.substring(0, MAX_ERROR) + "…" : shown;
  }
}
