package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All faults of a campaign, decided by the seed before anything is started. */
final class FaultPlan {
  private static final int SHORTEST_MS = 1_000;
  private static final int LONGEST_MS = 15_000;
  private static final Duration FIRST = Duration.ofSeconds(5);

  private final Random random;
  private final List<String> parts;
  private final List<String> links;
  private final List<Fault> faults = new ArrayList<>();

  private FaultPlan(long seed, int workers) {
    this.random = new Random(seed);
    this.parts = Parts.all(workers);
    this.links = Link.of(workers).stream().map(Link::name).toList();
  }

  /** The faults in the order of their beginning; all are over when the time is. */
  static List<Fault> of(long seed, Duration time, int workers) {
    return new FaultPlan(seed, workers).make(time);
  }

  private List<Fault> make(Duration time) {
    Duration at = FIRST;
    while (true) {
      Fault fault = next(at);
      Duration end = fault.end();
      Fault second = null;
      if (random.nextInt(6) == 0) {
        second = next(at.plusMillis(random.nextInt(2_000)));
        end = second.end().compareTo(end) > 0 ? second.end() : end;
      }
      if (end.compareTo(time) > 0) {
        return faults;
      }
      add(fault);
      if (second != null && !second.target().equals(fault.target())) {
        add(second);
      }
      at = end.plusMillis(1_000 + random.nextInt(6_000));
    }
  }

  private void add(Fault fault) {
    faults.add(
        new Fault(faults.size() + 1, fault.at(), fault.kind(), fault.target(), fault.time()));
  }

  private Fault next(Duration at) {
    Kind kind =
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> Kind.KILL;
          case 3, 4 -> Kind.STOP;
          case 5 -> Kind.RESTART;
          case 6, 7 -> Kind.CUT;
          case 8 -> Kind.FREEZE;
          default -> random.nextInt(3) == 0 ? Kind.SLOW : Kind.FREEZE;
        };
    List<String> targets =
        kind == Kind.CUT || kind == Kind.FREEZE || kind == Kind.SLOW ? links : parts;
    String target = targets.get(random.nextInt(targets.size()));
    // Short ones more often: the square leans to the beginning.
    double lean = Math.pow(random.nextDouble(), 1.5);
    long length = SHORTEST_MS + (long) (lean * (LONGEST_MS - SHORTEST_MS));
    return new Fault(0, at, kind, target, Duration.ofMillis(kind.hasLength() ? length : 0));
  }
}
