package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.LoadPlan.Trigger;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One campaign from the start of its stack to the verdict. */
final class Campaign {
  /** How long everything may take to come to rest after the last fault. */
  private static final Duration SETTLING = Duration.ofMinutes(3);

  /** How long schedules go on after the last fault, so that slots after it are seen too. */
  private static final Duration AFTERGLOW = Duration.ofSeconds(12);

  private static final int REPEATED_KEYS = 40;

  private final CampaignOptions options;
  private final Path checkout;
  private final Clock clock;
  private final PrintStream out;

  Campaign(CampaignOptions options, Path checkout, Clock clock, PrintStream out) {
    this.options = options;
    this.checkout = checkout;
    this.clock = clock;
    this.out = out;
  }

  /** Runs it; the home directory is gone afterwards, unless something was found or it is wanted. */
  Result run() {
    List<Fault> faults =
        options.faults()
            ? FaultPlan.of(options.seed(), options.time(), options.workers())
            : List.of();
    List<Trigger> triggers = LoadPlan.of(options.seed(), options.time(), options.runs());
    Report.plan(options, faults, triggers).forEach(out::println);
    try (EffectCounter counter = new EffectCounter(clock)) {
      Map<String, String> settings = Map.of("RUNNER_EGRESS_ALLOW_PRIVATE", counter.address());
      String mark = "chaos-" + UUID.randomUUID();
      Result result;
      try (ChaosStack stack = ChaosStack.start(checkout, options.workers(), settings)) {
        out.println("home " + stack.home());
        Diary diary = new Diary(stack.home().resolve("chaos.log"), clock);
        Report.plan(options, faults, triggers).forEach(line -> diary.write("%s", line));
        Evidence evidence = load(stack, diary, counter, mark, faults, triggers);
        List<Violation> violations = Audit.of(evidence);
        violations.forEach(violation -> diary.write("VIOLATION %s", violation));
        result = new Result(evidence, violations, stack.home());
      }
      Report.of(result).forEach(out::println);
      if (result.violations().isEmpty() && !options.keep()) {
        HomeDirectory.remove(result.home());
      }
      return result;
    }
  }

  private Evidence load(
      ChaosStack stack,
      Diary diary,
      EffectCounter counter,
      String mark,
      List<Fault> plan,
      List<Trigger> triggers) {
    Client client = new Client(stack.url(), stack.adminToken(), clock);
    Scripts scripts = new Scripts(client, clock);
    scripts.create(mark, counter.address());
    Load load = new Load(client, clock, diary, scripts.ids());
    FaultRunner faults = new FaultRunner(stack, clock, diary);
    Collector collector = new Collector(client, clock, scripts);
    Instant begin = clock.instant();
    Watcher watcher = new Watcher(client, clock, diary);
    try (watcher) {
      watcher.start();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<? extends Future<?>> tasks =
            List.of(
                threads.submit(() -> faults.run(plan, begin)),
                threads.submit(() -> load.run(triggers, begin)),
                threads.submit(() -> load.cancelAll(Kind.QUEUE, at(begin, 50))),
                threads.submit(() -> load.cancelAll(Kind.LINES, at(begin, 75))));
        tasks.forEach(Futures::await);
      }
      Pauses.until(clock, begin.plus(options.time()));
      Pauses.of(AFTERGLOW);
      scripts.switchSchedulesOff();
      settle(collector, diary);
    }
    return evidence(collector, scripts, load, faults, watcher, counter, mark);
  }

  private Instant at(Instant begin, int percent) {
    return begin.plus(options.time().multipliedBy(percent).dividedBy(100));
  }

  private void settle(Collector collector, Diary diary) {
    Instant deadline = clock.instant().plus(SETTLING);
    int open = collector.open();
    while (open > 0 && clock.instant().isBefore(deadline)) {
      Pauses.of(Duration.ofSeconds(2));
      open = collector.open();
      diary.write("settling: %d runs are open", open);
    }
  }

  private Evidence evidence(
      Collector collector,
      Scripts scripts,
      Load load,
      FaultRunner faults,
      Watcher watcher,
      EffectCounter counter,
      String mark) {
    List<Run> runs = collector.runs();
    runs.forEach(watcher::observe);
    Map<String, List<Line>> lines = new HashMap<>();
    runs.stream()
        .filter(run -> !run.attempts().isEmpty())
        .forEach(run -> lines.put(run.id(), collector.lines(run)));
    List<Schedule> schedules = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind.isScheduled()) {
        schedules.add(collector.schedule(kind));
      }
    }
    List<Violation> seen = new ArrayList<>();
    load.sent().stream()
        .filter(Sent::accepted)
        .limit(REPEATED_KEYS)
        .forEach(sent -> collector.repeat(sent).ifPresent(seen::add));
    // Reading took a while: an end that changes meanwhile is noticed as well.
    collector.runs().forEach(watcher::observe);
    seen.addAll(watcher.changes());
    Map<String, Kind> kinds = new HashMap<>();
    scripts.ids().forEach((kind, id) -> kinds.put(id, kind));
    return new Evidence(
        options.workers(),
        kinds,
        load.sent(),
        load.cancelled(),
        load.cancelledAllUntil(),
        watcher.decided(),
        faults.records(),
        watcher.ready(),
        runs,
        lines,
        counter.effects(),
        schedules,
        ScriptProcesses.marked(mark),
        seen);
  }
}
