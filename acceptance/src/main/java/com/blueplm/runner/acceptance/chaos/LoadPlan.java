package com.blueplm.runner.acceptance.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** All triggers that are sent by hand, decided by the seed before anything is started. */
final class LoadPlan {
  /**
   * One trigger.
   *
   * @param number from 1; its idempotency key is made of it
   * @param at when it is sent, counted from the beginning
   * @param clients how many clients send the same at the same time
   * @param cancelAfter how long after its acceptance it is cancelled
   */
  record Trigger(int number, Duration at, Kind kind, int clients, Optional<Duration> cancelAfter) {}

  /** The kind of the last triggers, which come when the faults are over. */
  static final Kind FINAL = Kind.LOSE;

  static final int FINAL_RUNS = 30;

  private static final int BURST = 8;
  private static final Duration REST = Duration.ofSeconds(4);
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private LoadPlan() {}

  static List<Trigger> of(long seed, Duration time, int runs) {
    Random random = new Random(seed ^ 0x5eed);
    // The last ones still meet the last faults, and end soon after them.
    long span = time.toMillis() * 95 / 100;
    List<Trigger> triggers = new ArrayList<>();
    int last = Math.min(runs / 2, FINAL_RUNS);
    while (triggers.size() < runs - last) {
      Duration at = Duration.ofMillis((long) (random.nextDouble() * span));
      Kind kind = Kind.ofWeight(random.nextInt(Kind.allWeights())).orElseThrow();
      int burst = kind == Kind.QUEUE ? BURST : 1;
      for (int i = 0; i < burst && triggers.size() < runs - last; i++) {
        int clients = random.nextInt(10) == 0 ? 5 : 1;
        boolean cancel = random.nextInt(100) < (kind == Kind.STUBBORN ? 60 : 8);
        Duration after = Duration.ofMillis(random.nextInt(3_000));
        triggers.add(
            new Trigger(0, at, kind, clients, cancel ? Optional.of(after) : Optional.empty()));
      }
    }
    for (int i = 0; i < last; i++) {
      Duration at = time.plus(REST).plus(BETWEEN.multipliedBy(i));
      triggers.add(new Trigger(0, at, FINAL, 1, Optional.empty()));
    }
    triggers.sort(Comparator.comparing(Trigger::at));
    List<Trigger> numbered = new ArrayList<>();
    for (Trigger trigger : triggers) {
      numbered.add(
          new Trigger(
              numbered.size() + 1,
              trigger.at(),
              trigger.kind(),
              trigger.clients(),
              trigger.cancelAfter()));
    }
    return numbered;
  }
}
