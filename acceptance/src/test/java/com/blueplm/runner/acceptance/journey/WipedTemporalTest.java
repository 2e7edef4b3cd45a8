package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Temporal's database is gone: everything that it knew is built again from the ledger. */
class WipedTemporalTest {
  private static final List<String> OPEN =
      List.of("pending", "queued", "running", "cancelling", "needs_decision");

  private static final String HANGS_FIRST =
      """
      import time
      from blueplm import run
      print("attempt", run.attempt, flush=True)
      time.sleep(250 if run.attempt == 1 and run.parameters.get("hang", True) else 0)
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

  @Test
  void everythingOpenGoesOnWithAnEmptyTemporal() {
    String scheduled = api.script("print('slot')\n", Map.of("schedule_cron", Due.CRON));
    Instant created = Instant.parse(view(scheduled).at("/created_at").asString());
    String held = api.trigger(hanging("hold"));
    printed(held);
    stack.kill("workflow-worker");
    api.awaitStatus(held, Duration.ofSeconds(20), "needs_decision");
    stack.awaitReady();
    String line = hanging("rerun");
    String running = api.trigger(line);
    String queued =
        api.post("/api/scripts/" + line + "/run", Map.of("parameters", Map.of("hang", false)))
            .expect(202)
            .text("/id");
    printed(running);
    assertThat(api.run(queued).at("/status").asString()).isEqualTo("queued");
    String retried = api.trigger(failingOnce());
    api.await(retried, Duration.ofSeconds(20), run -> !run.at("/next_attempt_at").isNull());

    stack.interrupt();
    wipe();
    stack.startAgain();

    await("the schedule")
        .atMost(Duration.ofSeconds(30))
        .until(() -> TemporalCli.of(stack).hasSchedule(scheduled));
    for (String run : List.of(running, queued, retried)) {
      JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(60));
      assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    }
    assertThat(api.run(running).at("/attempts").size()).isEqualTo(2);
    assertThat(api.run(queued).at("/attempts").size()).isEqualTo(1);
    assertThat(api.run(retried).at("/attempts").size()).isEqualTo(2);
    assertThat(api.run(held).at("/status").asString()).isEqualTo("needs_decision");
    api.post("/api/runs/" + held + "/decide", Map.of("decision", "rerun")).expect(202);
    JsonNode decided = api.awaitEnd(held, Duration.ofSeconds(90));
    assertThat(decided.at("/status").asString()).as("%s", decided).isEqualTo("success");
    Map<String, Long> slots =
        Due.accounted(api, scheduled, created, Instant.now(), Duration.ofSeconds(30));
    System.out.printf("wiped Temporal: slots %s%n", slots);
    assertThat(slots.get("ran")).isGreaterThanOrEqualTo(2);
    Due.nothingTwice(api, scheduled);
    api.send("DELETE", "/api/scripts/" + scheduled, null).expect(204);
    nothingIsOpen();
  }

  @Test
  void aLiveAttemptWhoseHistoryIsGoneEndsLost() {
    String run = api.trigger(hanging("rerun"));
    printed(run);
    List<Long> processes = Processes.marked(run);

    // After several early ends the launcher waits before it starts the server once more.
    stack.keepDown(Duration.ofSeconds(2), "temporal");
    wipe();

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(60));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("lost");
    assertThat(ended.at("/end_reason").asString()).isEqualTo("history_lost");
    assertThat(ended.at("/attempts").size()).isEqualTo(1);
    assertThat(Processes.anyAlive(processes)).isFalse();
    stack.awaitReady();
    nothingIsOpen();
  }

  private static void wipe() {
    try (Stream<Path> files = Files.list(stack.home().resolve("temporal"))) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("temporal.db")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void nothingIsOpen() {
    for (String status : OPEN) {
      assertThat(api.get("/api/runs?status=" + status).expect(200).json().at("/runs"))
          .as(status)
          .isEmpty();
    }
  }

  private static String hanging(String onWorkerLoss) {
    return api.script(
        HANGS_FIRST,
        Map.of("on_worker_loss", onWorkerLoss, "overlap_policy", "queue", "timeout_seconds", 280));
  }

  private static String failingOnce() {
    return api.script(
        "import os, sys\nsys.exit(1 if os.environ['BLUEPLM_ATTEMPT'] == '1' else 0)\n",
        Map.of("retry", Map.of("max_attempts", 2, "backoff_seconds", 25)));
  }

  private static void printed(String run) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !api.lines(run).isEmpty());
  }

  private static JsonNode view(String script) {
    return api.get("/api/scripts/" + script).expect(200).json();
  }
}
