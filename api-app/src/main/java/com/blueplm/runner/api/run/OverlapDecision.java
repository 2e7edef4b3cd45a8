package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.OverlapPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what a new run does while others of its script are open: a pure
 * function, for manual and scheduled runs alike (design §6). Its input is read, and its outcome
 * written, under the lock of the script's row.
 *
 * @param kind what becomes of the new run
 * @param blocker the run in its way; null when there is none
 * @param cancels the runs to be cancelled first: those that wait, then those that run
 */
record OverlapDecision(Kind kind, @Nullable UUID blocker, List<UUID> cancels) {
  /** More runs of one script than this do not wait. */
  static final int MAX_WAITING = 100;

  /** What becomes of a new run. */
  enum Kind {
    /** It runs. */
    GO,
    /** It waits its turn. */
    QUEUE,
    /** Another run is in its way. */
    SKIP,
    /** Too many wait already. */
    QUEUE_FULL
  }

  /**
   * Decides.
   *
   * @param policy the policy asked for, or the script's
   * @param due the new run's slot, or now
   * @param open the script's open runs, oldest first
   */
  static OverlapDecision decide(OverlapPolicy policy, Instant due, List<OpenRun> open) {
    return switch (policy) {
      case ALLOW -> go();
      case SKIP ->
          first(open, run -> !run.isQueued()).map(OverlapDecision::skipFor).orElseGet(() -> go());
      case QUEUE ->
          first(open, OverlapDecision::isInTheWay)
              .map(run -> queue(run, open))
              .orElseGet(() -> go());
      case CANCEL_RUNNING ->
          first(open, run -> run.due().isAfter(due) && isInTheWay(run))
              .map(OverlapDecision::skipFor)
              .orElseGet(() -> replace(open));
    };
  }

  /** A waiting backfill is never in the way of a due run, a running one is. */
  private static boolean isInTheWay(OpenRun run) {
    return !(run.isQueued() && run.backfill());
  }

  private static OverlapDecision queue(OpenRun blocker, List<OpenRun> open) {
    long waiting = open.stream().filter(run -> run.isQueued() && !run.backfill()).count();
    return waiting >= MAX_WAITING
        ? new OverlapDecision(Kind.QUEUE_FULL, blocker.id(), List.of())
        : new OverlapDecision(Kind.QUEUE, blocker.id(), List.of());
  }

  /** Cancels all that is in the way, and waits behind what cannot end at once. */
  private static OverlapDecision replace(List<OpenRun> open) {
    List<UUID> cancels =
        open.stream()
            .filter(OverlapDecision::isInTheWay)
            .sorted((one, other) -> Boolean.compare(other.isQueued(), one.isQueued()))
            .map(OpenRun::id)
            .toList();
    Optional<OpenRun> alive = first(open, OpenRun::isClaimed);
    return new OverlapDecision(
        alive.isPresent() ? Kind.QUEUE : Kind.GO, alive.map(OpenRun::id).orElse(null), cancels);
  }

  private static OverlapDecision skipFor(OpenRun blocker) {
    return new OverlapDecision(Kind.SKIP, blocker.id(), List.of());
  }

  static OverlapDecision go() {
    return new OverlapDecision(Kind.GO, null, List.of());
  }

  private static Optional<OpenRun> first(List<OpenRun> open, Predicate<OpenRun> condition) {
    return open.stream().filter(condition).findFirst();
  }
}
