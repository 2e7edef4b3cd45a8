package com.blueplm.runner.api.run;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Rows of run and attempt that contradict each other. No transaction of ours leaves such rows; a
 * backup that was restored or a hand in the database may. They are believed only when they stay.
 */
@Component
class RowRepairs {
  private static final Duration BELIEVED_AFTER = Duration.ofSeconds(10);

  private final ReconcilerRepository repository;
  private final RowRepair repair;
  private final Map<UUID, Long> firstSeen = new HashMap<>();

  RowRepairs(ReconcilerRepository repository, RowRepair repair) {
    this.repository = repository;
    this.repair = repair;
  }

  /** Repairs what has been contradictory for long enough. Used by one round at a time. */
  void repair() {
    Collection<UUID> suspects = repository.contradictory();
    firstSeen.keySet().retainAll(new HashSet<>(suspects));
    long now = System.nanoTime();
    for (UUID run : suspects) {
      if (now - firstSeen.computeIfAbsent(run, id -> now) >= BELIEVED_AFTER.toNanos()) {
        Guarded.step(run, () -> repair.repair(run));
      }
    }
  }
}
