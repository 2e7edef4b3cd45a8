package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workflows that somebody terminates or cancels in Temporal's own UI, in each state of the run. */
class EndedInTemporalTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static TemporalServer temporal;
  private static ApiServer server;
  private static Gateway gateway;

  private final ExecutorService lines = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
    gateway = new Gateway(server);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @AfterEach
  void stopLines() {
    lines.shutdownNow();
  }

  @Test
  void aTerminatedWorkflowEndsItsRunWhateverItsState() {
    String pending = gateway.trigger(gateway.script());
    String queueing = gateway.script("overlap_policy", "queue");
    String blocker = gateway.trigger(queueing);
    String queued = gateway.trigger(queueing);
    String next = gateway.trigger(queueing);
    String held = gateway.trigger(gateway.script("on_worker_loss", "hold"));
    lose(held);
    String waiting =
        gateway.trigger(gateway.script("retry", Map.of("max_attempts", 3, "backoff_seconds", 600)));
    gateway.finish(waiting, 1, gateway.claimed(waiting, 1), "error").expect(200);
    List<String> unheld = List.of(pending, queued, held, waiting);
    assertThat(unheld)
        .map(gateway::status)
        .containsExactly("pending", "queued", "needs_decision", "pending");

    unheld.forEach(run -> workflow(run).terminate("by hand"));

    await()
        .atMost(LONG)
        .until(() -> unheld.stream().allMatch(run -> isTerminated(run, "cancelled")));
    assertThat(gateway.status(blocker)).isEqualTo("pending");
    assertThat(gateway.status(next)).isEqualTo("queued");

    workflow(blocker).terminate("by hand");
    await().atMost(LONG).until(() -> gateway.status(next).equals("pending"));
  }

  @Test
  void aTerminatedWorkflowStopsTheWorkerThatHoldsItsRun() {
    String stopped = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 5)));
    UUID first = hold(stopped);
    String finished = gateway.trigger(gateway.script());
    UUID second = hold(finished);
    String dead = gateway.trigger(gateway.script());
    gateway.claimed(dead, 1);
    String cancelling = gateway.trigger(gateway.script());
    UUID third = hold(cancelling);
    server.operator().post("/api/runs/" + cancelling + "/cancel", null).expect(202);

    List.of(stopped, finished, dead, cancelling).forEach(run -> workflow(run).terminate("by hand"));

    await().atMost(LONG).until(() -> gateway.status(stopped).equals("cancelling"));
    await().atMost(LONG).until(() -> gateway.status(finished).equals("cancelling"));
    assertThat(gateway.run(stopped).json().at("/end_reason").isNull()).isTrue();
    await()
        .atMost(LONG)
        .until(
            () ->
                gateway
                    .line(stopped, 1, first)
                    .json()
                    .at("/commands")
                    .findValuesAsString("kind")
                    .contains("CANCEL"));
    gateway.finish(stopped, 1, first, "cancelled", "end_reason", "cancelled").expect(200);
    assertThat(isTerminated(stopped, "cancelled")).isTrue();
    assertThat(gateway.run(stopped).text("/attempts/0/outcome")).isEqualTo("cancelled");

    gateway.finish(finished, 1, second, "success").expect(200);
    assertThat(gateway.run(finished).text("/status")).isEqualTo("success");
    assertThat(gateway.run(finished).text("/end_reason")).isEqualTo("exited");

    await().atMost(LONG).until(() -> isTerminated(dead, "cancelled"));
    assertThat(gateway.run(dead).text("/attempts/0/outcome")).isEqualTo("worker_lost");

    gateway.finish(cancelling, 1, third, "cancelled", "end_reason", "cancelled").expect(200);
    assertThat(gateway.run(cancelling).text("/end_reason"))
        .as("a person was first")
        .isEqualTo("cancelled");
  }

  @Test
  void aCancelInTemporalEndsTheRunWhateverItsState() {
    String pending = gateway.trigger(gateway.script());
    String queueing = gateway.script("overlap_policy", "queue");
    gateway.trigger(queueing);
    String queued = gateway.trigger(queueing);
    String held = gateway.trigger(gateway.script("on_worker_loss", "hold"));
    lose(held);
    String waiting =
        gateway.trigger(gateway.script("retry", Map.of("max_attempts", 3, "backoff_seconds", 600)));
    gateway.finish(waiting, 1, gateway.claimed(waiting, 1), "error").expect(200);
    String running = gateway.trigger(gateway.script());
    UUID claim = hold(running);

    try (StandInWorker worker = StandInWorker.start(server)) {
      List.of(pending, queued, held, waiting, running).forEach(run -> workflow(run).cancel());
      await()
          .atMost(LONG)
          .until(
              () ->
                  List.of(pending, queued, held, waiting).stream()
                      .allMatch(run -> gateway.status(run).equals("cancelled")));
      await().atMost(LONG).until(() -> gateway.status(running).equals("cancelling"));
      gateway.finish(running, 1, claim, "cancelled", "end_reason", "cancelled").expect(200);
      assertThat(gateway.run(running).text("/end_reason")).isEqualTo("cancelled");
    }
  }

  private void lose(String run) {
    gateway.claimed(run, 1);
    gateway.killLease(run, 1);
    gateway.close(run, 1, CloseCause.WORKER_SUSPECTED);
  }

  /** Claims the first attempt and keeps its lease alive until the test ends. */
  private UUID hold(String run) {
    UUID claim = gateway.claimed(run, 1);
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              while (!lines.isShutdown()) {
                gateway.line(run, 1, claim);
              }
            },
            lines);
    return claim;
  }

  private boolean isTerminated(String run, String status) {
    Answer answer = gateway.run(run);
    return answer.text("/status").equals(status)
        && answer.text("/end_reason").equals("terminated_in_temporal");
  }

  private static WorkflowStub workflow(String run) {
    return server.bean(WorkflowClient.class).newUntypedWorkflowStub("run-" + run);
  }
}
