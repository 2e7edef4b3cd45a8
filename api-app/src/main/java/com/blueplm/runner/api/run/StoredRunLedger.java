package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ledger's activities over the rows in Postgres. */
@Component
class StoredRunLedger implements RunLedger {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);

  private final SlotOpening slots;
  private final AttemptClosing closing;

  StoredRunLedger(SlotOpening slots, AttemptClosing closing) {
    this.slots = slots;
    this.closing = closing;
  }

  @Override
  public OpenAnswer open(OpenRequest request) {
    return slots.open(request);
  }

  /**
   * Waits, at most for one TTL after leases may be judged, until the lease is renewed (its worker
   * lives) or runs out (it does not): a dead worker is then never looked for on its own queue.
   */
  @Override
  public Decision close(CloseRequest request) {
    Instant firstSeen = null;
    while (true) {
      Optional<Decision> decision = closing.close(request, firstSeen);
      if (decision.isPresent()) {
        return decision.get();
      }
      firstSeen = awaitNews(request.runId(), request.attempt(), firstSeen);
    }
  }

  /** The lease as it was seen first; returns once there is reason to look under the locks again. */
  private @Nullable Instant awaitNews(UUID runId, int attempt, @Nullable Instant firstSeen) {
    Instant known = firstSeen;
    while (true) {
      Optional<AttemptRow> row = closing.look(runId, attempt);
      if (row.isEmpty() || row.get().ended()) {
        return known;
      }
      if (known == null) {
        known = row.get().leaseUntil();
      }
      if (row.get().leaseUntil().isAfter(known) || closing.isDead(row.get())) {
        return known;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("api-app stops; Temporal repeats this close", stopped);
    }
  }
}
