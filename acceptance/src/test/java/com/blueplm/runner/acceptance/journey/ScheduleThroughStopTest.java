package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A script of 25 s on a schedule of 10 s, and a stop of everything in the middle. {@code
 * -Drunner.schedule.seconds=300 -Drunner.stop.seconds=120} tries it longer by hand.
 */
class ScheduleThroughStopTest {
  private static final Duration WHOLE =
      Duration.ofSeconds(Integer.getInteger("runner.schedule.seconds", 90));
  private static final Duration STOP =
      Duration.ofSeconds(Integer.getInteger("runner.stop.seconds", 30));
  private static final String SLOW =
      """
      import os, time
      print("slot", os.environ["BLUEPLM_SLOT"], "attempt", os.environ["BLUEPLM_ATTEMPT"], flush=True)
      time.sleep(25)
      """;

  @Test
  void everyDueSlotIsAccountedForOnce() {
    try (Stack stack = Stack.start()) {
      Api api = stack.admin();
      String script = api.script(SLOW, Map.of("schedule_cron", Due.CRON, "overlap_policy", "skip"));
      Instant created =
          Instant.parse(api.get("/api/scripts/" + script).json().at("/created_at").asString());
      Instant end = created.plus(WHOLE);

      awaitTime(created.plus(WHOLE.minus(STOP).dividedBy(2)));
      Instant stopped = Instant.now();
      stack.interrupt();
      awaitTime(stopped.plus(STOP));
      stack.startAgain();
      Instant back = Instant.now();
      awaitTime(end);

      Map<String, Long> slots = Due.accounted(api, script, created, end, Duration.ofSeconds(40));
      System.out.printf(
          "a script of 25 s each 10 s for %d s, all stopped for %d s: %d due, %s%n",
          WHOLE.toSeconds(),
          Duration.between(stopped, back).toSeconds(),
          Due.slots(created, end).size(),
          slots);
      assertThat(slots.keySet()).isSubsetOf("ran", "skipped", "missed").contains("ran", "skipped");
      api.patchSchedule(script, false);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> api.runs(script).stream().noneMatch(run -> run.at("/completed_at").isNull()));
      Due.nothingTwice(api, script);
      assertThat(api.slots(script, created, end))
          .filteredOn(slot -> !slot.at("/outcome").asString().equals("ran"))
          .allSatisfy(slot -> assertThat(slot.at("/reason").asString("")).isNotEmpty());
    }
  }

  private static void awaitTime(Instant moment) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> Instant.now().isAfter(moment));
  }
}
