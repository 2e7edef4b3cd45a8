package com.blueplm.runner.acceptance.chaos;

import java.util.List;

/** No process of a script is left when all runs have ended. */
final class ProcessesCheck implements Check {
  @Override
  public List<Violation> find(Evidence evidence) {
    return evidence.processes().stream()
        .map(process -> new Violation("no process left", "", process))
        .toList();
  }
}
