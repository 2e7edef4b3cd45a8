package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Forwarder.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Carries the plan out, against the campaign's own stack only. */
final class FaultRunner {
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(8);

  private final ChaosStack stack;
  private final Clock clock;
  private final Diary diary;
  private final List<FaultRecord> records = new CopyOnWriteArrayList<>();

  FaultRunner(ChaosStack stack, Clock clock, Diary diary) {
    this.stack = stack;
    this.clock = clock;
    this.diary = diary;
  }

  /** Returns when the last fault is over; every process runs and every line passes then. */
  void run(List<Fault> plan, Instant begin) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          plan.stream().map(fault -> threads.submit(() -> carryOut(fault, begin))).toList();
      all.forEach(Futures::await);
    } finally {
      stack.lines().restore();
    }
  }

  List<FaultRecord> records() {
    return List.copyOf(records);
  }

  private void carryOut(Fault fault, Instant begin) {
    Pauses.until(clock, begin.plus(fault.at()));
    Optional<ProcessHandle> process = isLine(fault) ? Optional.empty() : await(fault.target());
    Instant began = clock.instant();
    boolean done = isLine(fault) || process.isPresent();
    diary.write("fault %s%s", fault, done ? "" : "  NOT DONE: no such process");
    if (isLine(fault)) {
      disturb(fault);
    } else {
      process.ifPresent(target -> harm(fault, target));
    }
    records.add(new FaultRecord(fault, began, clock.instant(), done));
  }

  private static boolean isLine(Fault fault) {
    return fault.target().contains(">");
  }

  private void disturb(Fault fault) {
    Mode mode =
        switch (fault.kind()) {
          case CUT -> Mode.CUT;
          case FREEZE -> Mode.FREEZE;
          default -> Mode.SLOW;
        };
    stack.lines().set(fault.target(), mode);
    Pauses.of(fault.time());
    stack.lines().set(fault.target(), Mode.PASS);
  }

  private void harm(Fault fault, ProcessHandle process) {
    switch (fault.kind()) {
      case KILL -> Signals.send("KILL", List.of(process.pid()));
      // SIGTERM makes Postgres wait for its clients to leave, which pools never do.
      case RESTART ->
          Signals.send(
              fault.target().equals(Parts.POSTGRES) ? "INT" : "TERM", List.of(process.pid()));
      default -> stop(fault, process);
    }
  }

  private void stop(Fault fault, ProcessHandle process) {
    // The servers of Postgres' connections are processes of their own; a worker's scripts go on.
    Stream<ProcessHandle> children =
        fault.target().equals(Parts.POSTGRES) ? process.descendants() : Stream.empty();
    List<Long> all = Stream.concat(Stream.of(process), children).map(ProcessHandle::pid).toList();
    Signals.send("STOP", all);
    try {
      Pauses.of(fault.time());
    } finally {
      Signals.send("CONT", all);
    }
  }

  /** The part may just be on its way up again. */
  private Optional<ProcessHandle> await(String part) {
    Instant deadline = clock.instant().plus(RESTART_LIMIT);
    Optional<ProcessHandle> process = stack.process(part);
    while (process.isEmpty() && clock.instant().isBefore(deadline)) {
      Pauses.of(Duration.ofMillis(100));
      process = stack.process(part);
    }
    return process;
  }
}
