package com.blueplm.runner.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.acceptance.chaos.Run.Attempt;
import com.blueplm.runner.acceptance.chaos.Schedule.Slot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each promise that the product could break is found broken in evidence made by hand. */
class AuditTest {
  private static final Instant T = Instant.parse("2026-11-24T10:00:00Z");

  private final List<Run> runs = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<FaultRecord> faults = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<String> processes = new ArrayList<>();
  private final Map<String, List<Line>> lines = new HashMap<>();
  private String worker = "one";
  private final Set<String> cancelled = new HashSet<>();

  @Test
  void nothingIsFoundWhereAllIsWell() {
    good("a", Kind.QUICK);
    run("b", Kind.LINES, "success", "worker_lost", "success");
    lines.put(
        "b",
        lines("1:o 1 0", "1:[runner] The worker was lost", "2:o 2 0", "2:e 2 0", "2:end 2 1 1"));
    accept("b", Kind.LINES);
    slot(10, "ran", "s10");
    slot(20, "skipped", "s20");

    assertThat(audit()).isEmpty();
  }

  @Test
  void triggersAndRows() {
    good("a", Kind.QUICK);
    accept("lost row", Kind.QUICK);
    run("from nowhere", Kind.QUICK, "success", "success");
    lines.put("from nowhere", lines("1:end 1 0 0"));
    sent.add(new Sent(9, Kind.QUICK, Set.of("a", "b"), true, false, false));
    sent.add(new Sent(10, Kind.FAIL, Set.of(), false, true, false));
    sent.add(new Sent(11, Kind.SINGLE, Set.of(), false, true, false));

    assertThat(audit())
        .anyMatch(text -> text.contains("lost row") && text.contains("has no row"))
        .anyMatch(text -> text.contains("from nowhere") && text.contains("never accepted"))
        .anyMatch(text -> text.contains("made several runs"))
        .anyMatch(text -> text.contains("trigger-10 (fail) was refused"))
        .noneMatch(text -> text.contains("trigger-11"));
  }

  @Test
  void unansweredTriggers() {
    sent.add(new Sent(1, Kind.QUICK, Set.of(), false, false, true));

    assertThat(audit()).singleElement().asString().contains("had no answer");
  }

  @Test
  void slotsMissingDoubledAndNotDue() {
    slot(10, "ran", "s10");
    slots.add(slots.getFirst());
    slots.add(new Slot(T.plusSeconds(15), "ran", "", ""));
    run("s30", Kind.EVERY_SKIP, "success", "success");

    assertThat(audit())
        .anyMatch(text -> text.contains("10:00:20Z") && text.contains("is missing"))
        .anyMatch(text -> text.contains("10:00:10Z") && text.contains("stands twice"))
        .anyMatch(text -> text.contains("10:00:15Z") && text.contains("was not due"))
        .anyMatch(text -> text.contains("10:00:30Z") && text.contains("no place in the ledger"));
  }

  @Test
  void slotsThatContradictTheirRuns() {
    slot(10, "ran", "s10");
    slots.set(0, new Slot(T.plusSeconds(10), "missed", "", "s10"));
    slot(20, "skipped", "s20");
    slots.set(1, new Slot(T.plusSeconds(20), "pending", "", ""));

    assertThat(audit())
        .anyMatch(text -> text.contains("is missed, but its run is success"))
        .anyMatch(text -> text.contains("is pending"));
  }

  @Test
  void openRunsAndEndsWithoutReason() {
    open("still open");
    good("unasked", Kind.QUICK);
    runs.removeLast();
    run("unasked", Kind.QUICK, "cancelled", "cancelled");
    run("too early", Kind.QUICK, "lost", "worker_lost");
    accept("too early", Kind.QUICK);
    lines.put("too early", lines("1:[runner] lost"));

    assertThat(audit())
        .anyMatch(text -> text.contains("still open") && text.contains("is still running"))
        .anyMatch(text -> text.contains("unasked") && text.contains("without a reason"))
        .anyMatch(text -> text.contains("too early") && text.contains("without a reason"));
  }

  @Test
  void effectsBeyondTheRecord() {
    good("a", Kind.QUICK);
    effects.add(effect("a", 1, "p1"));
    effects.add(effect("a", 1, "p2"));
    effects.add(effect("a", 2, "p3"));
    effects.add(effect("unknown", 1, "p4"));

    assertThat(audit())
        .anyMatch(text -> text.contains("started attempt 1 2 times"))
        .anyMatch(text -> text.contains("attempt 2, which is not recorded"))
        .anyMatch(text -> text.contains("unknown") && text.contains("has no row"));
  }

  @Test
  void linesMissingAndDoubled() {
    good("gap", Kind.QUICK);
    lines.put("gap", lines("1:o 1 0", "1:o 1 2", "1:end 1 2 0"));
    good("double", Kind.QUICK);
    lines.put("double", lines("1:o 1 0", "1:o 1 0", "1:end 1 2 0"));
    good("cut", Kind.QUICK);
    lines.put("cut", lines("1:o 1 0"));
    good("stranger", Kind.QUICK);
    lines.put("stranger", lines("1:o 2 0", "1:what", "1:end 1 1 0"));
    run("silent", Kind.LOSE, "lost", "worker_lost");
    accept("silent", Kind.LOSE);
    lines.put("silent", lines("1:o 1 0"));

    assertThat(audit())
        .anyMatch(text -> text.contains("run gap") && text.contains("number 2 of its stream"))
        .anyMatch(text -> text.contains("run double") && text.contains("number 0 of its stream"))
        .anyMatch(text -> text.contains("run cut") && text.contains("end of its output is missing"))
        .anyMatch(text -> text.contains("run stranger") && text.contains("another attempt's"))
        .anyMatch(text -> text.contains("run stranger") && text.contains("not the script's"))
        .anyMatch(text -> text.contains("run silent") && text.contains("no marker"));
  }

  @Test
  void whatADrainDeliveredNeedsNoMarker() {
    run("drained", Kind.LOSE, "lost", "worker_lost");
    accept("drained", Kind.LOSE);
    lines.put("drained", lines("1:o 1 0"));
    Fault restart =
        new Fault(1, Duration.ZERO, Fault.Kind.RESTART, "workflow-worker-2", Duration.ZERO);
    faults.add(new FaultRecord(restart, T.minusSeconds(5), T.minusSeconds(5), true));

    assertThat(audit()).isEmpty();
  }

  @Test
  void runsOutOfOrderAndOverEachOther() {
    good("first", Kind.QUEUE);
    good("second", Kind.QUEUE);
    Run first = runs.get(0);
    Run second = runs.get(1);
    runs.set(0, at(first, 0, 20, 30));
    runs.set(1, at(second, 1, 10, 25));

    assertThat(audit())
        .anyMatch(text -> text.contains("run first") && text.contains("while run second went on"))
        .anyMatch(text -> text.contains("run first") && text.contains("began after run second"));
  }

  @Test
  void checkpointsThatAreForgotten() {
    run("c", Kind.CHECKPOINT, "success", "error", "success");
    accept("c", Kind.CHECKPOINT);
    lines.put("c", lines("1:end 1 0 0", "2:end 2 0 0"));
    effects.add(new Effect(T, "c", "key c", 1, "p1", "leave", 4));
    effects.add(new Effect(T, "c", "key c", 2, "p2", "start", 3));

    assertThat(audit()).singleElement().asString().contains("attempt 2 went on at 3");
  }

  @Test
  void aWorkerThatNeverWorksAgain() {
    for (int i = 0; i < LoadPlan.FINAL_RUNS; i++) {
      good("last " + i, LoadPlan.FINAL);
    }
    assertThat(audit()).singleElement().asString().contains("by [one] alone, of 2 workers");

    worker = "two";
    good("another", LoadPlan.FINAL);
    assertThat(audit()).isEmpty();
  }

  @Test
  void processesThatAreLeft() {
    processes.add("4711 python");

    assertThat(audit()).containsExactly("no process left: 4711 python");
  }

  @Test
  void anEndThatChangesIsSeen() {
    Watcher watcher =
        new Watcher(
            new Client(URI.create("http://127.0.0.1:1"), "", Clock.systemUTC()),
            Clock.systemUTC(),
            new Diary(Path.of("unused"), Clock.systemUTC()));
    run("a", Kind.QUICK, "success", "success");
    run("a", Kind.QUICK, "error", "success");

    runs.forEach(watcher::observe);

    assertThat(watcher.changes()).singleElement().asString().contains("had ended as success");
  }

  private List<String> audit() {
    Schedule schedule =
        new Schedule(
            Kind.EVERY_SKIP,
            Kind.EVERY_SKIP.wire(),
            T,
            T.plusSeconds(1),
            T.plusSeconds(slots.isEmpty() ? 1 : 25),
            T.plusSeconds(31),
            slots);
    Map<String, Kind> kinds = new HashMap<>();
    for (Kind kind : Kind.values()) {
      kinds.put(kind.wire(), kind);
    }
    Evidence evidence =
        new Evidence(
            2,
            kinds,
            sent,
            cancelled,
            Map.of(),
            Map.of(),
            faults,
            List.of(),
            runs,
            lines,
            effects,
            List.of(schedule),
            processes,
            List.of());
    return Audit.of(evidence).stream().map(Violation::toString).toList();
  }

  private void good(String id, Kind kind) {
    run(id, kind, "success", "success");
    accept(id, kind);
    lines.put(id, lines("1:o 1 0", "1:end 1 1 0"));
  }

  private void accept(String id, Kind kind) {
    sent.add(new Sent(100 + sent.size(), kind, Set.of(id), true, false, false));
  }

  /** A run that ended at T; an id such as s10 is that of a slot, ten seconds after T. */
  private void run(String id, Kind kind, String status, String... outcomes) {
    List<Attempt> attempts = new ArrayList<>();
    for (String outcome : outcomes) {
      attempts.add(
          new Attempt(attempts.size() + 1, worker, outcome, Optional.of(T), Optional.of(T)));
    }
    Optional<Instant> slot =
        kind.isScheduled()
            ? Optional.of(T.plusSeconds(Long.parseLong(id.substring(1))))
            : Optional.empty();
    Optional<Instant> started = attempts.isEmpty() ? Optional.empty() : Optional.of(T);
    String trigger = kind.isScheduled() ? "scheduled" : "manual";
    runs.add(
        new Run(
            id,
            kind.wire(),
            trigger,
            status,
            "",
            slot,
            T,
            started,
            Optional.of(T),
            0,
            false,
            attempts));
  }

  private void open(String id) {
    runs.add(
        new Run(
            id,
            Kind.QUICK.wire(),
            "manual",
            "running",
            "",
            Optional.empty(),
            T,
            Optional.of(T),
            Optional.empty(),
            -1,
            false,
            List.of()));
    accept(id, Kind.QUICK);
  }

  private void slot(int seconds, String outcome, String run) {
    slots.add(new Slot(T.plusSeconds(seconds), outcome, "", run));
    if (outcome.equals("ran")) {
      run(run, Kind.EVERY_SKIP, "success", "success");
      lines.put(run, lines("1:end 1 0 0"));
    } else {
      run(run, Kind.EVERY_SKIP, outcome);
    }
  }

  private static Run at(Run run, int created, int started, int completed) {
    return new Run(
        run.id(),
        run.scriptId(),
        run.trigger(),
        run.status(),
        "",
        run.slot(),
        T.plusSeconds(created),
        Optional.of(T.plusSeconds(started)),
        Optional.of(T.plusSeconds(completed)),
        0,
        false,
        run.attempts());
  }

  private static Effect effect(String run, int attempt, String process) {
    return new Effect(T, run, "key " + run, attempt, process, "start", -1);
  }

  /** Lines such as {@code 1:o 1 0}: the attempt, a colon, the text. */
  private static List<Line> lines(String... texts) {
    List<Line> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(new Line(lines.size(), "stdout", text.charAt(0) - '0', text.substring(2)));
    }
    return lines;
  }
}
