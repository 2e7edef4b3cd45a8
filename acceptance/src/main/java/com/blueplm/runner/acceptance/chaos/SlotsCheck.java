package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Schedule.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Slots due = slots accounted, each once; what has a run names the right one. */
final class SlotsCheck implements Check {
  private static final String NAME = "slots due = accounted";

  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    evidence.schedules().forEach(schedule -> find(evidence, schedule, found));
    return found;
  }

  private static void find(Evidence evidence, Schedule schedule, List<Violation> found) {
    String script = schedule.kind().wire() + " (script " + schedule.scriptId() + ")";
    Map<Instant, List<Run>> runs =
        evidence.runsOf(schedule.kind()).stream()
            .filter(run -> run.slot().isPresent())
            .collect(Collectors.groupingBy(run -> run.slot().orElseThrow()));
    Set<Instant> accounted = new HashSet<>();
    for (Slot slot : schedule.ledger()) {
      String what = "slot " + slot.at() + " of " + script;
      if (!accounted.add(slot.at())) {
        found.add(new Violation(NAME, slot.runId(), what + " stands twice in the ledger"));
      }
      if (!schedule.mayBeDue(slot.at())) {
        found.add(new Violation(NAME, slot.runId(), what + " was not due"));
      }
      judge(slot, runs.getOrDefault(slot.at(), List.of()))
          .ifPresent(text -> found.add(new Violation(NAME, slot.runId(), what + " " + text)));
    }
    schedule.due().stream()
        .filter(slot -> !accounted.contains(slot))
        .forEach(
            slot ->
                found.add(
                    new Violation(NAME, "", "slot " + slot + " of " + script + " is missing")));
    runs.keySet().stream()
        .filter(slot -> !accounted.contains(slot))
        .forEach(
            slot ->
                found.add(
                    new Violation(
                        NAME,
                        "",
                        "slot "
                            + slot
                            + " of "
                            + script
                            + " has a run and no place in the ledger")));
  }

  private static Optional<String> judge(Slot slot, List<Run> runs) {
    if (slot.outcome().equals("pending") || slot.outcome().equals("paused")) {
      return Optional.of("is " + slot.outcome());
    }
    if (runs.size() != 1) {
      return Optional.of("is " + slot.outcome() + " and has " + runs.size() + " runs");
    }
    Run run = runs.getFirst();
    if (!run.id().equals(slot.runId())) {
      return Optional.of("names run " + slot.runId() + ", but its run is " + run.id());
    }
    String expected =
        switch (run.status()) {
          case "skipped", "missed" -> run.status();
          default -> run.attempts().isEmpty() ? "cancelled" : "ran";
        };
    return expected.equals(slot.outcome())
        ? Optional.empty()
        : Optional.of("is " + slot.outcome() + ", but its run is " + run.end());
  }
}
