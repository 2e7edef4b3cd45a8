package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiServer;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Starts, cancels and the ledger's queue against the SDK's own server on a real port. */
class TemporalStartTest {

  @Test
  void anAcceptedRunIsStartedAlsoWhenTemporalComesLater() throws IOException {
    int port = freePort();
    try (ApiServer server =
        ApiServer.with(Map.of("spring.temporal.connection.target", "127.0.0.1:" + port)).start()) {
      Gateway gateway = new Gateway(server);
      assertThat(server.anonymous().get("/readyz").expect(200).text("/temporal")).isEqualTo("down");
      String early = gateway.trigger(gateway.script("overlap_policy", "allow"));
      assertThat(gateway.status(early)).isEqualTo("pending");

      TestServer.PortBoundTestServer temporal = TestServer.createPortBoundServer(port, false);
      try {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> status(server, early).equals(Optional.of(RUNNING)));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> server.anonymous().get("/readyz").text("/ledger_worker").equals("ok"));
        assertThat(server.anonymous().get("/readyz").text("/temporal")).isEqualTo("ok");

        String direct = gateway.trigger(gateway.script());
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> status(server, direct).equals(Optional.of(RUNNING)));
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> started(server, early) && started(server, direct));

        server.operator().post("/api/runs/" + direct + "/cancel", null).expect(202);
        await().atMost(Duration.ofSeconds(10)).until(() -> delivered(server, direct));
      } finally {
        temporal.close();
      }
    }
  }

  private static final WorkflowExecutionStatus RUNNING =
      WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

  private static Optional<WorkflowExecutionStatus> status(ApiServer server, String run) {
    try {
      return Optional.of(
          server
              .bean(WorkflowClient.class)
              .newUntypedWorkflowStub("run-" + run)
              .describe()
              .getStatus());
    } catch (WorkflowNotFoundException notYet) {
      return Optional.empty();
    }
  }

  private static boolean started(ApiServer server, String run) {
    return server
        .database()
        .sql("SELECT workflow_started FROM script_runs WHERE id = :run")
        .param("run", UUID.fromString(run))
        .query(Boolean.class)
        .single();
  }

  private static boolean delivered(ApiServer server, String run) {
    return server
        .database()
        .sql(
            """
            SELECT count(*) = 1 FROM workflow_messages
             WHERE run_id = :run AND kind = 'cancel' AND delivered_at IS NOT NULL
            """)
        .param("run", UUID.fromString(run))
        .query(Boolean.class)
        .single();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
