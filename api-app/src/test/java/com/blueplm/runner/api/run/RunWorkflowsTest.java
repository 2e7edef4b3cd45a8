package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.api.temporal.WorkflowState;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.RunScriptInput.Start;
import com.blueplm.runner.contract.TriggerType;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is asked of a real Temporal server about workflows. */
class RunWorkflowsTest {
  private static TemporalServer temporal;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
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

  @Test
  void aWorkflowIsDescribedFromItsStartToItsEnd() {
    RunStart start = queued();
    assertThat(workflows().describe(start.workflowId())).isEqualTo(WorkflowState.UNKNOWN);
    assertThat(workflows().start(start)).isEqualTo(Delivery.ACCEPTED);
    assertThat(workflows().describe(start.workflowId())).isEqualTo(WorkflowState.WORKING);
    try (StandInWorker worker = StandInWorker.start(server)) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> workflows().describe(start.workflowId()) == WorkflowState.WAITING);
    }
    server
        .bean(WorkflowClient.class)
        .newUntypedWorkflowStub(start.workflowId())
        .terminate("by hand");
    assertThat(workflows().describe(start.workflowId())).isEqualTo(WorkflowState.TERMINATED);
    assertThat(workflows().release(start.workflowId())).isEqualTo(Delivery.GONE);
  }

  @Test
  void aStartOfAClosedWorkflowIsNotTakenForAStart() {
    RunStart start = queued();
    assertThat(workflows().start(start)).isEqualTo(Delivery.ACCEPTED);
    assertThat(workflows().start(start)).isEqualTo(Delivery.ACCEPTED);
    server
        .bean(WorkflowClient.class)
        .newUntypedWorkflowStub(start.workflowId())
        .terminate("by hand");
    assertThat(workflows().start(start)).isEqualTo(Delivery.GONE);
  }

  @Test
  void aMissingNamespaceSaysNothingAboutAWorkflow() {
    try (ApiServer elsewhere =
        ApiServer.with(
                Map.of(
                    "spring.temporal.connection.target",
                    temporal.target(),
                    "spring.temporal.namespace",
                    "nowhere"))
            .start()) {
      RunWorkflows there = elsewhere.bean(RunWorkflows.class);
      assertThat(there.describe("run-1")).isEqualTo(WorkflowState.UNAVAILABLE);
      assertThat(there.cancel("run-1")).isEqualTo(Delivery.UNAVAILABLE);
      assertThat(there.release("run-1")).isEqualTo(Delivery.UNAVAILABLE);
      assertThat(there.start(queued())).isEqualTo(Delivery.UNAVAILABLE);
    }
  }

  @Test
  void aServerThatIsAwayIsUnavailable() {
    try (ApiServer alone = ApiServer.with(Map.of()).start()) {
      assertThat(alone.bean(RunWorkflows.class).describe("run-1"))
          .isEqualTo(WorkflowState.UNAVAILABLE);
    }
  }

  private static RunWorkflows workflows() {
    return server.bean(RunWorkflows.class);
  }

  private static RunStart queued() {
    UUID run = UUID.randomUUID();
    return new RunStart(run, run, "run-" + run, "Sync", TriggerType.MANUAL, 1, Start.QUEUED, null);
  }
}
