package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.api.temporal.WorkflowState;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunScriptInput;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Temporal comes back with an empty database. */
class WipedTemporalTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void openRunsGoOnAndRunsWithAWorkerAreLost() {
    try (TemporalServer temporal = TemporalServer.start();
        ApiServer server =
            ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target()))
                .start()) {
      Gateway gateway = new Gateway(server);
      String pending = gateway.trigger(gateway.script());
      String queueing = gateway.script("overlap_policy", "queue");
      String first = gateway.trigger(queueing);
      String second = gateway.trigger(queueing);
      String third = gateway.trigger(queueing);
      String held = gateway.trigger(gateway.script("on_worker_loss", "hold"));
      gateway.claimed(held, 1);
      gateway.killLease(held, 1);
      gateway.close(held, 1, CloseCause.WORKER_SUSPECTED);
      String waiting =
          gateway.trigger(
              gateway.script("retry", Map.of("max_attempts", 3, "backoff_seconds", 600)));
      gateway.finish(waiting, 1, gateway.claimed(waiting, 1), "error").expect(200);
      String running = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 5)));
      UUID claim = gateway.claimed(running, 1);
      String dead = gateway.trigger(gateway.script());
      gateway.claimed(dead, 1);
      await().atMost(LONG).until(() -> state(server, third) == WorkflowState.WORKING);

      temporal.wipe();

      await()
          .atMost(LONG)
          .until(
              () -> {
                gateway.line(running, 1, claim);
                return List.of(pending, first, second, third, held, waiting).stream()
                    .allMatch(run -> state(server, run).isOpen());
              });
      await()
          .atMost(LONG)
          .until(
              () -> {
                gateway.line(running, 1, claim);
                return gateway.status(running).equals("cancelling");
              });
      gateway.finish(running, 1, claim, "cancelled", "end_reason", "cancelled").expect(200);
      await().atMost(LONG).until(() -> gateway.status(dead).equals("lost"));
      for (String lost : List.of(running, dead)) {
        assertThat(gateway.run(lost).text("/status")).isEqualTo("lost");
        assertThat(gateway.run(lost).text("/end_reason")).isEqualTo("history_lost");
        assertThat(state(server, lost)).isEqualTo(WorkflowState.UNKNOWN);
      }
      assertThat(input(server, pending).start()).isEqualTo(RunScriptInput.Start.GO);
      assertThat(input(server, pending).attempt()).isEqualTo(1);
      assertThat(input(server, second).start()).isEqualTo(RunScriptInput.Start.QUEUED);
      assertThat(input(server, held).start()).isEqualTo(RunScriptInput.Start.HELD);
      assertThat(input(server, held).attempt()).isEqualTo(2);
      assertThat(input(server, waiting).attempt()).isEqualTo(2);
      assertThat(input(server, waiting).nextAttemptAt()).isNotNull();

      gateway.finish(first, 1, gateway.claimed(first, 1), "success").expect(200);
      assertThat(gateway.status(second)).isEqualTo("pending");
      assertThat(gateway.status(third)).isEqualTo("queued");
      server
          .operator()
          .post("/api/runs/" + held + "/decide", Map.of("decision", "give_up"))
          .expect(202);
      try (StandInWorker worker = StandInWorker.start(server)) {
        gateway.finish(second, 1, gateway.claimed(second, 1), "success").expect(200);
        gateway.finish(third, 1, gateway.claimed(third, 1), "success").expect(200);
        gateway.finish(pending, 1, gateway.claimed(pending, 1), "success").expect(200);
        await()
            .atMost(LONG)
            .until(
                () ->
                    List.of(pending, first, second, third, held).stream()
                        .allMatch(run -> state(server, run) == WorkflowState.COMPLETED));
      }
    }
  }

  private static WorkflowState state(ApiServer server, String run) {
    return server.bean(RunWorkflows.class).describe("run-" + run);
  }

  private static RunScriptInput input(ApiServer server, String run) {
    return DefaultDataConverter.STANDARD_INSTANCE.fromPayloads(
        0,
        Optional.of(
            server
                .bean(WorkflowClient.class)
                .fetchHistory("run-" + run)
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()),
        RunScriptInput.class,
        RunScriptInput.class);
  }
}
