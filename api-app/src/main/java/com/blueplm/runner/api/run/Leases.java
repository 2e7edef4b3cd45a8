package com.blueplm.runner.api.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * When a lease may be judged. A lease tells the truth only if its worker had the chance to renew
 * it: for one TTL after this process started, or after the database was away, none is judged
 * (design §5.5).
 */
@Component
public class Leases {
  /** How long a lease lasts, by Postgres's clock. */
  public static final Duration TTL = Duration.ofSeconds(4);

  /** The database is asked each second; a longer silence was an outage, of it or of us. */
  private static final Duration OUTAGE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Leases.class);

  private long answeredAt;
  private long judgeFrom;

  Leases() {
    started();
  }

  @EventListener(ApplicationReadyEvent.class)
  public final synchronized void started() {
    answeredAt = System.nanoTime();
    judgeFrom = answeredAt + TTL.toNanos();
  }

  /** To be called whenever the database has answered. */
  public synchronized void databaseAnswered() {
    long now = System.nanoTime();
    if (now - answeredAt > OUTAGE.toNanos()) {
      judgeFrom = now + TTL.toNanos();
      log.warn(
          "The database had been silent for {} ms; no worker is taken for lost within the next {} s",
          Duration.ofNanos(now - answeredAt).toMillis(),
          TTL.toSeconds());
    }
    answeredAt = now;
  }

  /** Whether a lease that has run out proves its worker's death. */
  synchronized boolean mayBeJudged() {
    return System.nanoTime() - judgeFrom >= 0;
  }
}
