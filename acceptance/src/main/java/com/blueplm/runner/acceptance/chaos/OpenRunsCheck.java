package com.blueplm.runner.acceptance.chaos;

import java.util.List;

/** Every row is terminal when the faults are over and everything had its time. */
final class OpenRunsCheck implements Check {
  @Override
  public List<Violation> find(Evidence evidence) {
    return evidence.runs().stream()
        .filter(run -> !run.isTerminal() || run.completed().isEmpty())
        .map(
            run ->
                new Violation(
                    "rows terminal",
                    run.id(),
                    "(%s) is still %s".formatted(evidence.kind(run).wire(), run.end())))
        .toList();
  }
}
