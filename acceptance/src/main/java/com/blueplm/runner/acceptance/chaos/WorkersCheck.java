package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When the faults are over every worker takes work again: the last triggers are for all of them.
 */
final class WorkersCheck implements Check {
  @Override
  public List<Violation> find(Evidence evidence) {
    Instant after =
        evidence.faults().stream()
            .map(FaultRecord::ended)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    List<Run.Attempt> attempts =
        evidence.runsOf(LoadPlan.FINAL).stream()
            .filter(run -> run.created().isAfter(after))
            .flatMap(run -> run.attempts().stream())
            .toList();
    Set<String> working = attempts.stream().map(Run.Attempt::worker).collect(Collectors.toSet());
    if (attempts.size() < LoadPlan.FINAL_RUNS || working.size() >= evidence.workers()) {
      return List.of();
    }
    return List.of(
        new Violation(
            "every worker works",
            "",
            "%d attempts after the last fault were made by %s alone, of %d workers"
                .formatted(attempts.size(), working, evidence.workers())));
  }
}
