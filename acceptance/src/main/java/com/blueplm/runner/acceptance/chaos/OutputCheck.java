package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Run.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** No line is missing without a marker, none is doubled. */
final class OutputCheck implements Check {
  private static final String NAME = "output";

  /** A drain takes 10 s and delivers; what it ended needs no marker. */
  private static final Duration DRAIN = Duration.ofSeconds(40);

  /** Outcomes of an attempt that ended by itself, so that all that it printed must be there. */
  private static final Set<String> BY_ITSELF = Set.of("success", "error");

  @Override
  public List<Violation> find(Evidence evidence) {
    List<Violation> found = new ArrayList<>();
    for (Run run : evidence.runs()) {
      List<Line> lines = evidence.lines().getOrDefault(run.id(), List.of());
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).number() != i) {
          found.add(
              new Violation(
                  NAME, run.id(), "line %d has number %d".formatted(i, lines.get(i).number())));
          break;
        }
      }
      run.attempts().forEach(attempt -> judge(evidence, run, attempt, lines, found));
    }
    return found;
  }

  private static void judge(
      Evidence evidence, Run run, Attempt attempt, List<Line> lines, List<Violation> found) {
    AttemptOutput output = new AttemptOutput(attempt.number());
    lines.stream().filter(line -> line.attempt() == attempt.number()).forEach(output::read);
    String which = "(%s) attempt %d: ".formatted(evidence.kind(run).wire(), attempt.number());
    output.problems().forEach(problem -> found.add(new Violation(NAME, run.id(), which + problem)));
    if (BY_ITSELF.contains(attempt.outcome()) && !output.isComplete()) {
      found.add(
          new Violation(
              NAME, run.id(), which + "ended by itself, but the end of its output is missing"));
    }
    if (attempt.outcome().equals("worker_lost")
        && !output.hasMarker()
        && !output.isComplete()
        && !wasDrained(evidence, attempt)) {
      found.add(new Violation(NAME, run.id(), which + "was lost and no marker says so"));
    }
  }

  private static boolean wasDrained(Evidence evidence, Attempt attempt) {
    Instant ended = attempt.ended().orElse(Instant.MAX);
    return evidence.faults().stream()
        .filter(FaultRecord::isRestartOfWorker)
        .anyMatch(
            fault -> ended.isAfter(fault.began()) && ended.isBefore(fault.began().plus(DRAIN)));
  }
}
