package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where runs go one by one, none overlaps another, and those that wait keep their order. */
final class OrderCheck implements Check {
  private static final String NAME = "order";

  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind.isOneByOne()) {
        List<Run> claimed =
            evidence.runsOf(kind).stream()
                .filter(run -> run.started().isPresent() && run.completed().isPresent())
                .sorted(Comparator.comparing(OrderCheck::started))
                .toList();
        judge(kind, claimed, found);
      }
    }
    return found;
  }

  private static void judge(Kind kind, List<Run> claimed, List<Violation> found) {
    for (int i = 1; i < claimed.size(); i++) {
      Run before = claimed.get(i - 1);
      Run run = claimed.get(i);
      if (started(run).isBefore(before.completed().orElseThrow())) {
        found.add(
            new Violation(
                NAME,
                run.id(),
                "(%s) began at %s while run %s went on until %s"
                    .formatted(
                        kind.wire(), started(run), before.id(), before.completed().orElseThrow())));
      }
      // Who is due earlier and was there earlier begins earlier.
      if (due(run).isBefore(due(before)) && run.created().isBefore(before.created())) {
        found.add(
            new Violation(
                NAME,
                run.id(),
                "(%s), due at %s, began after run %s, due at %s"
                    .formatted(kind.wire(), due(run), before.id(), due(before))));
      }
    }
  }

  private static Instant due(Run run) {
    return run.slot().orElse(run.created());
  }

  private static Instant started(Run run) {
    return run.started().orElseThrow();
  }
}
