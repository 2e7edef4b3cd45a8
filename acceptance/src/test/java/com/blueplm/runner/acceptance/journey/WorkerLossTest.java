package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} of a worker, or its freezing, while another worker is up. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerLossTest {
  private static final Duration VISIBLE = Duration.ofSeconds(8);

  /** The first attempt never ends by itself; the next one is done at once. */
  private static final String HANGS_FIRST =
      """
      import os, time
      print("run key", os.environ["BLUEPLM_RUN_KEY"], flush=True)
      time.sleep(250 if os.environ["BLUEPLM_ATTEMPT"] == "1" else 5)
      """;

  /** Tells its key in a way that is not masked, and prints for ever; the next attempt for 3 s. */
  private static final String TELLS_ITS_KEY =
      """
      import os, time
      first = os.environ["BLUEPLM_ATTEMPT"] == "1"
      if first:
          print("key", " ".join(os.environ["BLUEPLM_API_KEY"]), flush=True)
      for i in range(100000 if first else 60):
          print("first" if first else "second", i, flush=True)
          time.sleep(0.05)
      """;

  private static Stack stack;
  private static Api api;
  private static @Nullable String held;

  @BeforeAll
  static void start() {
    stack = Stack.pair();
    api = stack.admin();
  }

  @AfterAll
  static void bothWorkersAreBack() {
    stack.awaitReady(2);
  }

  @Test
  @Order(1)
  void eachChoiceForALostWorkerIsTakenWithinEightSeconds() {
    String worker = "workflow-worker";
    String rerun = started("rerun", worker);
    String given = started("hold", worker);
    held = started("hold", worker);
    String failed = started("fail", worker);
    List<Long> processes =
        List.of(rerun, given, held, failed).stream()
            .flatMap(run -> Processes.marked(run).stream())
            .toList();
    Map<String, Predicate<JsonNode>> wanted = new LinkedHashMap<>();
    wanted.put(rerun, view -> view.at("/attempt").asInt() == 2 && is(view, "running"));
    wanted.put(held, view -> is(view, "needs_decision"));
    wanted.put(given, view -> is(view, "needs_decision"));
    wanted.put(failed, view -> is(view, "lost"));

    long killed = System.nanoTime();
    stack.kill(worker);
    Map<String, Double> seconds = new LinkedHashMap<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              wanted.forEach(
                  (run, condition) -> {
                    if (!seconds.containsKey(run) && condition.test(api.run(run))) {
                      seconds.put(run, (System.nanoTime() - killed) / 1e9);
                    }
                  });
              return seconds.size() == wanted.size();
            });

    System.out.printf(
        "kill -9 of a worker: rerun %.1f s, hold %.1f and %.1f s, fail %.1f s%n",
        seconds.get(rerun), seconds.get(held), seconds.get(given), seconds.get(failed));
    assertThat(seconds.values()).allMatch(each -> each <= VISIBLE.toSeconds());
    assertThat(Processes.anyAlive(processes)).isFalse();
    assertThat(api.run(failed).at("/end_reason").asString()).isEqualTo("worker_lost");

    api.post("/api/runs/" + held + "/decide", Map.of("decision", "rerun")).expect(202);
    api.post("/api/runs/" + given + "/decide", Map.of("decision", "give_up")).expect(202);
    JsonNode gaveUp = api.awaitEnd(given, Duration.ofSeconds(10));
    assertThat(gaveUp.at("/status").asString()).isEqualTo("lost");
    assertThat(gaveUp.at("/end_reason").asString()).isEqualTo("gave_up");
    endedInTwoAttempts(rerun, Duration.ofSeconds(30));
  }

  @Test
  @Order(2)
  void frozenWorkerFindsItselfSuperseded() {
    stack.awaitReady(2);
    String worker = "workflow-worker-2";
    String run = api.triggerOn(stack, api.script(TELLS_ITS_KEY, timeout()), worker);
    await().atMost(Duration.ofSeconds(30)).until(() -> api.lines(run).size() >= 20);
    List<Long> first = Processes.marked(run);
    Api script = new Api(stack.url(), key(run));
    script.get("/plm/parts?limit=1").expect(200);

    List<Long> frozen = Processes.tree(stack.pid(worker));
    long stopped = System.nanoTime();
    Processes.signal("STOP", frozen);
    // Temporal may hand a task to the frozen worker's open poll, and waits 10 s for its answer.
    api.await(run, Duration.ofSeconds(40), view -> view.at("/attempt").asInt() == 2);
    double taken = (System.nanoTime() - stopped) / 1e9;
    long before = printed(run, "first");
    assertThat(script.get("/plm/parts?limit=1").status()).isIn(401, 409);
    assertThat(Processes.anyAlive(first)).as("frozen, not dead").isTrue();

    Processes.signal("CONT", frozen.reversed());
    long woken = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !Processes.anyAlive(first));
    double killed = (System.nanoTime() - woken) / 1e9;

    System.out.printf(
        "freeze of a worker: attempt 2 after %.1f s; old process dead %.2f s after waking%n",
        taken, killed);
    assertThat(killed).isLessThanOrEqualTo(2.0);
    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(30));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    assertThat(ended.at("/attempts").size()).isEqualTo(2);
    assertThat(ended.at("/attempts/0/outcome").asString()).isEqualTo("worker_lost");
    assertThat(ended.at("/attempts/1/outcome").asString()).isEqualTo("success");
    assertThat(printed(run, "first")).isEqualTo(before);
    assertThat(printed(run, "second")).isEqualTo(60);
    assertThat(StackDatabase.of(stack).auditedActions(run))
        .as("the refusals of attempt 1")
        .anyMatch(action -> action.contains("superseded") || action.contains("refused"));
  }

  /** A rerun of a held run waits until the lost worker has surely stopped: last sign + 60 s. */
  @Test
  @Order(3)
  void heldRunGoesOnAfterTheDecision() {
    assertThat(held).as("needs the first test").isNotNull();
    endedInTwoAttempts(Objects.requireNonNull(held), Duration.ofSeconds(90));
  }

  private static String started(String onWorkerLoss, String worker) {
    Map<String, Object> settings =
        Map.of("on_worker_loss", onWorkerLoss, "timeout_seconds", 280, "overlap_policy", "allow");
    String run = api.triggerOn(stack, api.script(HANGS_FIRST, settings), worker);
    await().atMost(Duration.ofSeconds(20)).until(() -> !api.lines(run).isEmpty());
    return run;
  }

  private static void endedInTwoAttempts(String run, Duration atMost) {
    JsonNode ended = api.awaitEnd(run, atMost);
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    assertThat(ended.at("/attempts").size()).isEqualTo(2);
    assertThat(ended.at("/attempts/0/outcome").asString()).isEqualTo("worker_lost");
    assertThat(api.lines(run).stream().filter(line -> line.startsWith("run key ")).toList())
        .as("each attempt got the same key")
        .hasSize(2)
        .containsOnly("run key " + keyOf(run));
  }

  private static String keyOf(String run) {
    return api.lines(run).getFirst().substring("run key ".length());
  }

  private static String key(String run) {
    return api.lines(run).getFirst().substring("key ".length()).replace(" ", "");
  }

  private static long printed(String run, String word) {
    return api.lines(run).stream().filter(line -> line.startsWith(word + " ")).count();
  }

  private static Map<String, Object> timeout() {
    return Map.of("timeout_seconds", 200);
  }

  private static boolean is(JsonNode view, String status) {
    return view.at("/status").asString().equals(status);
  }
}
