package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;

/** Holds every promise against the evidence. */
final class Audit {
  private static final List<Check> CHECKS =
      List.of(
          new TriggersCheck(),
          new SlotsCheck(),
          new OpenRunsCheck(),
          new EndsCheck(),
          new EffectsCheck(),
          new OutputCheck(),
          new OrderCheck(),
          new CheckpointsCheck(),
          new WorkersCheck(),
          new ProcessesCheck());

  private Audit() {}

  static List<Violation> of(Evidence evidence) {
    List<Violation> found = new ArrayList<>(evidence.seen());
    CHECKS.forEach(check -> found.addAll(check.find(evidence)));
    return found;
  }
}
