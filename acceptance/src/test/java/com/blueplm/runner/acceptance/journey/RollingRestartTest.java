package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An upgrade without pause: each part is stopped and started in turn while runs come in. */
class RollingRestartTest {
  private static final int RUNS = 60;
  private static final long EVERY_MS = 500;
  private static final String ONE_TO_THREE_SECONDS =
      """
      import os, random, time
      print("effect of attempt", os.environ["BLUEPLM_ATTEMPT"], flush=True)
      time.sleep(random.uniform(1, 3))
      """;

  @Test
  void nothingIsLostOrDoubled() throws Exception {
    Stack stack = Stack.pair();
    Api api = stack.admin();
    Instant before = Instant.now();
    String scheduled =
        api.script("print('slot')\n", Map.of("schedule_cron", Due.CRON, "catchup_seconds", 600));
    String script = api.script(ONE_TO_THREE_SECONDS, Map.of("overlap_policy", "allow"));
    List<Future<String>> triggers = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    try (ScheduledExecutorService clients = Executors.newScheduledThreadPool(8)) {
      for (int n = 0; n < RUNS; n++) {
        String key = "rolling " + n;
        triggers.add(
            clients.schedule(
                () -> api.triggerUntilAccepted(script, key),
                n * EVERY_MS,
                java.util.concurrent.TimeUnit.MILLISECONDS));
      }
      for (String part : List.of("workflow-worker", "workflow-worker-2", "api-app", "temporal")) {
        restart(stack, part);
      }
      for (Future<String> trigger : triggers) {
        runs.add(trigger.get());
      }
    }

    assertThat(runs).hasSize(RUNS).doesNotHaveDuplicates();
    int secondAttempts = 0;
    for (String run : runs) {
      JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(60));
      assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
      List<String> outcomes =
          ended.at("/attempts").valueStream().map(each -> each.at("/outcome").asString()).toList();
      assertThat(outcomes.getLast()).isEqualTo("success");
      assertThat(outcomes.subList(0, outcomes.size() - 1))
          .allMatch(outcome -> outcome.equals("worker_lost"));
      assertThat(api.lines(run).stream().filter(line -> line.startsWith("effect")))
          .as("each attempt that did something is recorded, %s", ended)
          .hasSize(outcomes.size());
      secondAttempts += outcomes.size() - 1;
    }
    assertThat(api.runs(script)).hasSize(RUNS);
    Instant now = Instant.now();
    Instant created =
        Instant.parse(api.get("/api/scripts/" + scheduled).json().at("/created_at").asString());
    Map<String, Long> slots = Due.accounted(api, scheduled, created, now, Duration.ofSeconds(30));
    System.out.printf(
        "rolling restart, %d s: %d runs, all success, %d attempts lost to a restart; slots %s%n",
        Duration.between(before, now).toSeconds(), RUNS, secondAttempts, slots);
    // On a slow machine a run may still be in the way of the next slot.
    assertThat(slots).containsKey("ran");
    assertThat(slots.keySet()).isSubsetOf("ran", "skipped");
    Due.nothingTwice(api, scheduled);
    api.send("DELETE", "/api/scripts/" + scheduled, null).expect(204);
  }

  private static void restart(Stack stack, String part) {
    long old = stack.pid(part);
    stack.terminate(part);
    await("a new " + part)
        .atMost(Duration.ofSeconds(40))
        .until(() -> stack.pids().containsKey(part) && stack.pid(part) != old);
    stack.awaitReady(2);
  }
}
