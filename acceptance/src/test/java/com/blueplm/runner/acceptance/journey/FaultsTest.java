package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} of each part in the middle of a script. */
class FaultsTest {
  private static final int SECONDS = 25;

  /** How long one part stays away; {@code -Drunner.outage.seconds=60} tries it by hand. */
  private static final int OUTAGE = Integer.getInteger("runner.outage.seconds", 12);

  /** All three at once; the worker's own grace of 60 s covers their restart, too. */
  private static final int WHOLE_OUTAGE = 50;

  private static final String PRINTING =
      """
      import os, time
      print("run key", os.environ["BLUEPLM_RUN_KEY"], flush=True)
      for i in range(%d):
          print("line", i, flush=True)
          time.sleep(0.1)
      """;

  private static Stack stack;
  private static Api api;

  @BeforeAll
  static void start() {
    stack = Stack.start();
    api = stack.admin();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-app", "temporal", "postgres"})
  void sameProcessOfTheScriptGoesOnThroughAnOutage(String part) {
    outage(Duration.ofSeconds(OUTAGE), part);
  }

  @Test
  void sameProcessOfTheScriptGoesOnWhileEverythingElseIsAway() {
    outage(Duration.ofSeconds(WHOLE_OUTAGE), "api-app", "temporal", "postgres");
  }

  private static void outage(Duration time, String... parts) {
    int count = Math.toIntExact(time.toSeconds() + 13) * 10;
    String run = api.trigger(api.script(PRINTING.formatted(count), Map.of("timeout_seconds", 200)));
    await().atMost(Duration.ofSeconds(30)).until(() -> api.lines(run).size() >= 10);
    List<Long> before = Processes.marked(run);
    assertThat(before).isNotEmpty();

    stack.keepDown(time, parts);

    assertThat(Processes.marked(run)).containsAll(before);
    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(90));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    assertThat(ended.at("/attempts").size()).isEqualTo(1);
    List<String> lines = api.lines(run);
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(IntStream.range(0, count).mapToObj(i -> "line " + i).toList());
    stack.awaitReady();
  }

  @Test
  void lostWorkerIsReplacedAndItsProcessDies() {
    String run =
        api.trigger(api.script(PRINTING.formatted(SECONDS * 10), Map.of("timeout_seconds", 120)));
    await().atMost(Duration.ofSeconds(30)).until(() -> api.lines(run).size() >= 10);
    List<Long> before = Processes.marked(run);
    assertThat(before).isNotEmpty();

    stack.kill("workflow-worker");

    await()
        .atMost(Duration.ofSeconds(3))
        .until(() -> before.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    JsonNode second =
        api.await(
            run,
            Duration.ofSeconds(10),
            view ->
                view.at("/attempt").asInt() == 2
                    && view.at("/status").asString().equals("running"));
    assertThat(second.at("/attempts/0/outcome").asString()).isEqualTo("worker_lost");
    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(60));
    assertThat(ended.at("/status").asString()).isEqualTo("success");
    assertThat(ended.at("/attempts").size()).isEqualTo(2);
    assertThat(api.lines(run).stream().filter(line -> line.startsWith("run key ")).distinct())
        .as("the run key is stable over attempts")
        .hasSize(1);
    stack.awaitReady();
  }

  @Test
  void acceptedTriggerSurvivesTemporalBeingDown() {
    String script = api.script("print('late but there')");
    stack.kill("temporal");

    String run = api.trigger(script);

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(60));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    assertThat(ended.at("/output").asString()).isEqualTo("late but there\n");
    stack.awaitReady();
  }
}
