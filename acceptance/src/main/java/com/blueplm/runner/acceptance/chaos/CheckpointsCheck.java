package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** After an attempt that ended by itself the next one goes on exactly where it had got to. */
final class CheckpointsCheck implements Check {
  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    for (Run run : evidence.runsOf(Kind.CHECKPOINT)) {
      for (Run.Attempt attempt : run.attempts()) {
        Optional<Effect> left = effect(evidence, run, attempt.number(), "leave");
        Optional<Effect> next = effect(evidence, run, attempt.number() + 1, "start");
        if (attempt.outcome().equals("error") && left.isPresent() && next.isPresent()) {
          int expected = left.get().checkpoint();
          int got = next.get().checkpoint();
          if (got != expected) {
            found.add(
                new Violation(
                    "checkpoints",
                    run.id(),
                    "attempt %d went on at %d; the one before had got to %d"
                        .formatted(attempt.number() + 1, got, expected)));
          }
        }
      }
    }
    return found;
  }

  private static Optional<Effect> effect(Evidence evidence, Run run, int attempt, String kind) {
    return evidence.effects().stream()
        .filter(effect -> effect.runId().equals(run.id()))
        .filter(effect -> effect.attempt() == attempt && effect.kind().equals(kind))
        .findFirst();
  }
}
