package com.blueplm.runner.acceptance.chaos;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of scripts that make the load; each is one script of the stack. */
enum Kind {
  QUICK(34, "allow", "rerun", 3, 0, 100),
  LINES(22, "allow", "rerun", 60, 200, 6_000),
  RETRY(9, "allow", "rerun", 8, 100, 800),
  CHECKPOINT(6, "allow", "rerun", 12, 200, 2_000),
  FAIL(5, "allow", "rerun", 5, 0, 300),
  HOLD(6, "allow", "hold", 20, 3_000, 10_000),
  LOSE(6, "allow", "fail", 20, 500, 4_000),
  STUBBORN(3, "allow", "rerun", 20, 2_000, 7_000),
  QUEUE(3, "queue", "rerun", 4, 50, 500),
  REPLACE(4, "cancel_running", "rerun", 10, 500, 3_000),
  SINGLE(3, "skip", "rerun", 10, 200, 2_000),
  EVERY_SKIP(0, "skip", "rerun", 20, 2_000, 13_000),
  EVERY_QUEUE(0, "queue", "rerun", 20, 500, 9_000),
  EVERY_REPLACE(0, "cancel_running", "rerun", 20, 1_000, 14_000),
  EVERY_ALLOW(0, "allow", "rerun", 20, 1_000, 14_000);

  static final int PERIOD_SECONDS = 10;

  private final int weight;
  private final String overlap;
  private final String onLoss;
  private final int lines;
  private final int shortestMs;
  private final int longestMs;

  Kind(int weight, String overlap, String onLoss, int lines, int shortestMs, int longestMs) {
    this.weight = weight;
    this.overlap = overlap;
    this.onLoss = onLoss;
    this.lines = lines;
    this.shortestMs = shortestMs;
    this.longestMs = longestMs;
  }

  /** How often it is triggered by hand, among all kinds. */
  int weight() {
    return weight;
  }

  boolean isScheduled() {
    return name().startsWith("EVERY");
  }

  /** Whether at most one run may be under way, and each begins after the one before. */
  boolean isOneByOne() {
    return !overlap.equals("allow");
  }

  boolean replaces() {
    return overlap.equals("cancel_running");
  }

  /** The exit code of a run that ends by itself. */
  int exitCode() {
    return this == FAIL ? 7 : 0;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The script as it is created. */
  Map<String, Object> script(String code, String mark, String counter) {
    Map<String, Object> script = new TreeMap<>();
    script.put("name", "chaos " + wire());
    script.put("code", code);
    script.put("overlap_policy", overlap);
    script.put("on_worker_loss", onLoss);
    script.put("timeout_seconds", this == STUBBORN ? 4 : 90);
    script.put(
        "environment", Map.of("CHAOS_KIND", wire(), "CHAOS_MARK", mark, "CHAOS_COUNTER", counter));
    script.put("parameters", Map.of("lines", lines, "ms_min", shortestMs, "ms_max", longestMs));
    if (this == RETRY || this == CHECKPOINT) {
      script.put(
          "retry",
          Map.of(
              "max_attempts",
              3,
              "backoff_seconds",
              1,
              "on",
              new String[] {"error"},
              "exit_codes",
              new int[] {3}));
    }
    if (isScheduled()) {
      script.put("schedule_cron", "@every " + PERIOD_SECONDS + "s");
    }
    return script;
  }

  static Optional<Kind> ofWeight(int point) {
    int left = point;
    for (Kind kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  static int allWeights() {
    int sum = 0;
    for (Kind kind : values()) {
      sum += kind.weight;
    }
    return sum;
  }
}
