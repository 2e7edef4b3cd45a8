package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiServer;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An api-app that dies between the row of a run and the start of its workflow. */
class AcceptedTriggerTest {

  @Test
  void anotherApiAppStartsWhatADeadOneHadAccepted() throws IOException {
    int port = freePort();
    try (TestServer.PortBoundTestServer temporal = TestServer.createPortBoundServer(port, false);
        ApiServer dying = ApiServer.with(Map.of()).start()) {
      assertThat(temporal).isNotNull();
      Gateway gateway = new Gateway(dying);
      String script = gateway.script("overlap_policy", "queue");
      String run = trigger(dying, script, 202);
      String queued = gateway.trigger(script);
      String cancelled = gateway.trigger(script);
      dying.operator().post("/api/runs/" + cancelled + "/cancel", null).expect(202);
      try (ApiServer next =
          dying.replica(Map.of("spring.temporal.connection.target", "127.0.0.1:" + port))) {
        dying.close();
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> hasWorkflow(next, run) && hasWorkflow(next, queued));
        assertThat(trigger(next, script, 200)).isEqualTo(run);
        assertThat(hasWorkflow(next, cancelled)).as("of a run that was over").isFalse();
        Gateway there = new Gateway(next);
        there.finish(run, 1, there.claimed(run, 1), "success").expect(200);
        assertThat(there.status(queued)).isEqualTo("pending");
      }
    }
  }

  private static String trigger(ApiServer server, String script, int status) {
    return server
        .operator()
        .header("Idempotency-Key", "nightly")
        .post("/api/scripts/" + script + "/run", null)
        .expect(status)
        .text("/id");
  }

  private static boolean hasWorkflow(ApiServer server, String run) {
    try {
      server.bean(WorkflowClient.class).newUntypedWorkflowStub("run-" + run).describe();
      return true;
    } catch (WorkflowNotFoundException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
