package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.LoadPlan.Trigger;
import com.blueplm.runner.acceptance.chaos.Schedule.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the person at the terminal reads: the plan before, the table after. */
final class Report {
  private Report() {}

  static List<String> plan(CampaignOptions options, List<Fault> faults, List<Trigger> triggers) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "seed %d: %.1f minutes, %d workers, %d faults, %d triggers: %s"
            .formatted(
                options.seed(),
                options.time().toMillis() / 60_000.0,
                options.workers(),
                faults.size(),
                triggers.size(),
                counts(triggers, trigger -> trigger.kind().wire())));
    faults.forEach(fault -> lines.add("  " + fault));
    return lines;
  }

  static List<String> of(Result result) {
    Evidence evidence = result.evidence();
    List<String> lines = new ArrayList<>();
    lines.add("");
    row(lines, "triggers sent", evidence.sent().size());
    row(lines, "  accepted", evidence.sent().stream().filter(Sent::accepted).count());
    row(
        lines,
        "  refused (one by one)",
        evidence.sent().stream().filter(sent -> !sent.accepted()).count());
    row(lines, "runs", evidence.runs().size());
    row(lines, "  by status", counts(evidence.runs(), Run::status));
    row(lines, "  by trigger", counts(evidence.runs(), Run::trigger));
    row(lines, "attempts", evidence.runs().stream().mapToInt(run -> run.attempts().size()).sum());
    row(lines, "  by outcome", counts(attempts(evidence), Run.Attempt::outcome));
    row(
        lines,
        "runs that lost a worker",
        evidence.runs().stream().filter(run -> run.lost() > 0).count());
    row(lines, "decisions about held runs", counts(evidence.decided().values(), word -> word));
    row(
        lines,
        "starts seen by the counter",
        evidence.effects().stream().filter(e -> e.kind().equals("start")).count());
    row(lines, "lines of output", evidence.lines().values().stream().mapToInt(List::size).sum());
    row(lines, "slots due", evidence.schedules().stream().mapToInt(s -> s.due().size()).sum());
    row(lines, "  accounted", counts(slots(evidence), Slot::outcome));
    row(
        lines,
        "faults done",
        counts(done(evidence), record -> record.fault().kind().name().toLowerCase(Locale.ROOT)));
    row(lines, "  by target", counts(done(evidence), record -> record.fault().target()));
    row(lines, "faults without a process", evidence.faults().size() - done(evidence).size());
    row(lines, "longest recovery", longestRecovery(evidence));
    row(lines, "longest wait after a loss", longestTakeover(evidence));
    row(
        lines,
        "violations",
        result.violations().isEmpty() ? "none" : counts(result.violations(), Violation::check));
    violations(result).forEach(lines::add);
    return lines;
  }

  private static Stream<String> violations(Result result) {
    if (result.violations().isEmpty()) {
      return Stream.empty();
    }
    return Stream.concat(
        result.violations().stream().map(violation -> "  VIOLATION " + violation),
        Stream.of(
            "Look: RUNNER_HOME=%s ./start, then /api/runs/ID and its Temporal history; chaos.log tells the faults,"
                .formatted(result.home()),
            "      %s/logs what each part said at that time.".formatted(result.home())));
  }

  private static List<Run.Attempt> attempts(Evidence evidence) {
    return evidence.runs().stream().flatMap(run -> run.attempts().stream()).toList();
  }

  private static List<Slot> slots(Evidence evidence) {
    return evidence.schedules().stream().flatMap(s -> s.ledger().stream()).toList();
  }

  private static List<FaultRecord> done(Evidence evidence) {
    return evidence.faults().stream().filter(FaultRecord::done).toList();
  }

  /** From the end of a fault to the first moment when everything answered and a worker polled. */
  private static String longestRecovery(Evidence evidence) {
    Duration longest = Duration.ZERO;
    String of = "-";
    for (FaultRecord record : done(evidence)) {
      Optional<Instant> ready =
          evidence.ready().stream().filter(moment -> !moment.isBefore(record.ended())).findFirst();
      Duration took =
          Duration.between(record.ended(), ready.orElse(record.ended().plus(Duration.ofDays(1))));
      if (took.compareTo(longest) > 0) {
        longest = took;
        of = record.fault().toString().strip();
      }
    }
    return "%.1f s after %s".formatted(longest.toMillis() / 1000.0, of);
  }

  /** From the recorded loss of a worker to the claim of the next attempt; holds wait for people. */
  private static String longestTakeover(Evidence evidence) {
    Duration longest = Duration.ZERO;
    String of = "-";
    for (Run run : evidence.runs()) {
      for (int i = 1; i < run.attempts().size() && evidence.kind(run) != Kind.HOLD; i++) {
        Run.Attempt before = run.attempts().get(i - 1);
        Duration took =
            Duration.between(
                before.ended().orElseThrow(), run.attempts().get(i).claimed().orElseThrow());
        if (before.outcome().equals("worker_lost") && took.compareTo(longest) > 0) {
          longest = took;
          of = run.id();
        }
      }
    }
    return "%.1f s, run %s".formatted(longest.toMillis() / 1000.0, of);
  }

  private static <T> String counts(Collection<T> all, Function<T, String> name) {
    Map<String, Long> counts =
        all.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static void row(List<String> lines, String name, Object value) {
    lines.add(String.format(Locale.ROOT, "%-28s %s", name, value));
  }
}
