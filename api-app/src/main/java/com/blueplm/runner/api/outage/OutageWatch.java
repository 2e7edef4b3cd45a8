package com.blueplm.runner.api.outage;

import com.blueplm.runner.api.status.ReadinessPart;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Looks every two seconds which parts are there. Every replica looks; what one sees counts. */
@Component
class OutageWatch {
  private static final Logger log = LoggerFactory.getLogger(OutageWatch.class);
  private static final Duration KEPT = Duration.ofDays(90);

  private final OutagesRepository repository;
  private final ObjectProvider<ReadinessPart> parts;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean databaseAway;

  OutageWatch(OutagesRepository repository, ObjectProvider<ReadinessPart> parts) {
    this.repository = repository;
    this.parts = parts;
  }

  @Scheduled(fixedRate = 2, timeUnit = TimeUnit.SECONDS)
  void look() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      repository.note(temporalAnswers(), Patience.USUAL);
      databaseAway = false;
    } catch (DataAccessException | CannotCreateTransactionException failure) {
      if (!databaseAway) {
        databaseAway = true;
        log.warn("The database does not answer; its outage is noted when it is back", failure);
      }
    } finally {
      busy.set(false);
    }
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
  void forget() {
    repository.forget(KEPT);
  }

  private boolean temporalAnswers() {
    return parts.stream()
        .filter(part -> part.name().equals("temporal"))
        .allMatch(part -> part.state().equals("ok"));
  }
}
