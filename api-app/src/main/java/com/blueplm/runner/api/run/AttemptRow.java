package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.Decision;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it is written down.
 *
 * @param number its number, from 1
 * @param claimId the claim that holds it
 * @param workerId the worker that holds it
 * @param leaseUntil until when its worker is believed to live
 * @param leaseAlive whether that lies ahead, by Postgres's clock
 * @param ended whether it has ended
 * @param closed whether the ledger ended it, and not its worker
 * @param decision what followed; null while it lives
 */
record AttemptRow(
    int number,
    UUID claimId,
    UUID workerId,
    Instant leaseUntil,
    boolean leaseAlive,
    boolean ended,
    boolean closed,
    @Nullable Decision decision) {

  /** The decision that was taken when it ended. */
  Decision storedDecision() {
    if (decision == null) {
      throw new IllegalStateException("attempt " + number + " ended without a decision");
    }
    return decision;
  }
}
