package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/** The slots of {@code @every 10s}, which is aligned to the epoch, and their account. */
final class Due {
  static final String CRON = "@every 10s";
  private static final long STEP = 10;

  private Due() {}

  /** What was due, {@code from} exclusive, {@code to} inclusive. */
  static List<Instant> slots(Instant from, Instant to) {
    return LongStream.rangeClosed(
            Math.floorDiv(from.toEpochMilli(), STEP * 1000) + 1,
            Math.floorDiv(to.toEpochMilli(), STEP * 1000))
        .mapToObj(n -> Instant.ofEpochSecond(n * STEP))
        .toList();
  }

  /**
   * Waits until no slot of the range is pending and asserts that each due one is there once.
   *
   * @return how many slots had which outcome
   */
  static Map<String, Long> accounted(
      Api api, String script, Instant from, Instant to, Duration settled) {
    List<Instant> due = slots(from, to);
    await("the account of " + due.size() + " slots of " + script)
        .atMost(settled)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              List<JsonNode> slots = api.slots(script, from, to);
              assertThat(slots)
                  .extracting(slot -> Instant.parse(slot.at("/slot_at").asString()))
                  .isEqualTo(due);
              assertThat(slots).noneMatch(slot -> outcome(slot).equals("pending"));
            });
    List<JsonNode> slots = api.slots(script, from, to);
    assertThat(slots.stream().filter(slot -> !slot.at("/run_id").isNull()))
        .extracting(slot -> slot.at("/run_id").asString())
        .doesNotHaveDuplicates();
    return slots.stream()
        .collect(Collectors.groupingBy(Due::outcome, TreeMap::new, Collectors.counting()));
  }

  /** Asserts that no slot has two runs and that no two attempts of the script overlapped. */
  static void nothingTwice(Api api, String script) {
    List<JsonNode> runs = api.runs(script).reversed();
    assertThat(runs.stream().filter(run -> !run.at("/slot_at").isNull()))
        .extracting(run -> run.at("/slot_at").asString())
        .doesNotHaveDuplicates();
    List<JsonNode> attempts =
        runs.stream()
            .map(run -> api.run(run.at("/id").asString()))
            .flatMap(run -> run.at("/attempts").valueStream())
            .sorted(java.util.Comparator.comparing(each -> each.at("/claimed_at").asString()))
            .toList();
    for (int i = 1; i < attempts.size(); i++) {
      String ended = attempts.get(i - 1).at("/ended_at").asString("");
      assertThat(ended).as("the end of %s", attempts.get(i - 1)).isNotEmpty();
      assertThat(Instant.parse(attempts.get(i).at("/claimed_at").asString()))
          .isAfterOrEqualTo(Instant.parse(ended));
    }
  }

  private static String outcome(JsonNode slot) {
    return slot.at("/outcome").asString();
  }
}
