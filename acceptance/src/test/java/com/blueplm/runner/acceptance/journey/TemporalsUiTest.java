package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an operator does in Temporal's UI, done with Temporal's command line. */
class TemporalsUiTest {
  private static final Duration REPAIRED = Duration.ofSeconds(30);

  /** Takes two seconds to end after TERM, so that {@code cancelling} can be seen. */
  private static final String SLOW_TO_END =
      """
      import signal, sys, time
      def end(*_):
          time.sleep(2)
          sys.exit(1)
      signal.signal(signal.SIGTERM, end)
      print("started", flush=True)
      time.sleep(120)
      """;

  private static Stack stack;
  private static Api api;
  private static TemporalCli temporal;

  @BeforeAll
  static void start() {
    stack = Stack.pair();
    api = stack.admin();
    temporal = TemporalCli.of(stack);
  }

  @Test
  void terminatingARunStopsItsProcess() {
    String run = started();

    temporal.call("workflow", "terminate", "-w", "run-" + run, "--reason", "by hand");

    api.awaitStatus(run, REPAIRED, "cancelling");
    endedInTemporal(run);
  }

  @Test
  void cancellingARunThereCancelsIt() {
    String run = started();

    temporal.call("workflow", "cancel", "-w", "run-" + run);

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(20));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("cancelled");
    assertThat(ended.at("/attempts").size()).isEqualTo(1);
    assertThat(Processes.marked(run)).isEmpty();
  }

  @Test
  void terminatingAQueuedRunLetsTheOneBehindItGoOn() {
    String script =
        api.script(
            "import time\ntime.sleep(12)\n",
            Map.of("overlap_policy", "queue", "timeout_seconds", 100));
    List<String> runs = List.of(api.trigger(script), api.trigger(script), api.trigger(script));
    api.awaitStatus(runs.getFirst(), Duration.ofSeconds(20), "running");
    assertThat(api.run(runs.get(1)).at("/status").asString()).isEqualTo("queued");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                temporal.attempt("workflow", "describe", "-w", "run-" + runs.get(1)).exitCode()
                    == 0);

    temporal.call("workflow", "terminate", "-w", "run-" + runs.get(1));

    endedInTemporal(runs.get(1));
    assertThat(api.run(runs.get(1)).at("/attempts").size()).isZero();
    for (String run : List.of(runs.getFirst(), runs.get(2))) {
      JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(40));
      assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    }
  }

  @Test
  void aScheduleThatIsPausedThereIsShownAsPaused() {
    String script = scheduled();

    temporal.call(
        "schedule", "toggle", "--pause", "-s", "script-" + script, "--reason", "month end");

    await().atMost(REPAIRED).until(() -> !view(script).at("/schedule_paused").isNull());
    assertThat(view(script).at("/schedule_paused/reason").asString()).contains("month end");
    api.post("/api/scripts/" + script + "/schedule/resume", null);
    await()
        .atMost(REPAIRED)
        .until(
            () -> {
              JsonNode paused = temporal.schedule(script).at("/schedule/state/paused");
              return view(script).at("/schedule_paused").isNull() && !paused.asBoolean(false);
            });
  }

  @Test
  void aScheduleThatIsDeletedOrEditedThereIsPutRight() {
    String deleted = scheduled();
    String edited = scheduled();
    JsonNode spec = temporal.schedule(edited).at("/schedule/spec");
    JsonNode action = temporal.schedule(edited).at("/schedule/action");

    temporal.call("schedule", "delete", "-s", "script-" + deleted);
    temporal.call(
        "schedule",
        "update",
        "-s",
        "script-" + edited,
        "--cron",
        "*/7 * * * *",
        "--workflow-id",
        "script-" + edited,
        "--type",
        "RunScript",
        "--task-queue",
        "RUNS");
    assertThat(temporal.schedule(edited).at("/schedule/spec")).isNotEqualTo(spec);
    long begun = System.nanoTime();

    await("the deleted Schedule").atMost(REPAIRED).until(() -> temporal.hasSchedule(deleted));
    double back = (System.nanoTime() - begun) / 1e9;
    await("the edited Schedule")
        .atMost(REPAIRED)
        .until(() -> temporal.schedule(edited).at("/schedule/spec").equals(spec));
    System.out.printf(
        "Schedule deleted in Temporal: back after %.1f s; edited: put right after %.1f s%n",
        back, (System.nanoTime() - begun) / 1e9);
    assertThat(temporal.schedule(edited).at("/schedule/action")).isEqualTo(action);
    assertThat(temporal.schedule(deleted).at("/schedule/spec")).isEqualTo(spec);
  }

  private static String started() {
    String run = api.trigger(api.script(SLOW_TO_END, Map.of("timeout_seconds", 150)));
    await().atMost(Duration.ofSeconds(20)).until(() -> api.lines(run).contains("started"));
    return run;
  }

  private static void endedInTemporal(String run) {
    JsonNode ended = api.awaitEnd(run, REPAIRED);
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("cancelled");
    assertThat(ended.at("/end_reason").asString()).isEqualTo("terminated_in_temporal");
    assertThat(Processes.marked(run)).isEmpty();
  }

  private static String scheduled() {
    String script = api.script("print('yearly')\n", Map.of("schedule_cron", "0 3 1 1 *"));
    await().atMost(Duration.ofSeconds(10)).until(() -> temporal.hasSchedule(script));
    return script;
  }

  private static JsonNode view(String script) {
    return api.get("/api/scripts/" + script).expect(200).json();
  }
}
