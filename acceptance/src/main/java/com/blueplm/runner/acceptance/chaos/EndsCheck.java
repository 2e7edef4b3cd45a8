package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every run ended as its script and what happened to it explain. */
final class EndsCheck implements Check {
  private static final int LOSSES = 3;

  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    for (Run run : evidence.runs()) {
      if (run.isTerminal()) {
        problem(evidence, run)
            .ifPresent(
                text ->
                    found.add(
                        new Violation(
                            "ends explained",
                            run.id(),
                            "(%s) %s: %s".formatted(evidence.kind(run).wire(), text, run.end()))));
      }
    }
    return found;
  }

  private static Optional<String> problem(Evidence evidence, Run run) {
    Kind kind = evidence.kind(run);
    String last = run.attempts().isEmpty() ? "none" : run.attempts().getLast().outcome();
    if (run.attempts().stream().anyMatch(attempt -> attempt.ended().isEmpty())) {
      return Optional.of("has an attempt without an end");
    }
    boolean explained =
        switch (run.status()) {
          case "success" -> last.equals("success") && run.exitCode() == 0 && kind.exitCode() == 0;
          case "error" ->
              last.equals("error") && run.exitCode() == kind.exitCode() && kind.exitCode() != 0;
          case "timeout" -> kind == Kind.STUBBORN;
          case "cancelled" -> evidence.wasCancelled(run) || kind.replaces();
          case "lost" -> isLostRightly(evidence, run, kind);
          case "skipped" -> kind.isScheduled() && kind.isOneByOne() && run.attempts().isEmpty();
          case "missed" -> wasChanged(evidence, run);
          default -> false;
        };
    return explained ? Optional.empty() : Optional.of("ended without a reason for it");
  }

  private static boolean isLostRightly(Evidence evidence, Run run, Kind kind) {
    return switch (kind) {
      case LOSE -> run.lost() >= 1;
      case HOLD -> evidence.decided().containsKey(run.id()) || run.lost() >= LOSSES;
      default -> run.lost() >= LOSSES;
    };
  }

  /** No outage of a campaign is as long as a catch-up window, so only the end of a schedule is. */
  private static boolean wasChanged(Evidence evidence, Run run) {
    return run.endReason().equals("schedule_changed")
        && evidence.schedules().stream()
            .filter(schedule -> schedule.scriptId().equals(run.scriptId()))
            .anyMatch(
                schedule -> run.slot().orElseThrow().isAfter(schedule.sentOff().minusSeconds(20)));
  }
}
