package com.blueplm.runner.api.dependency;

import static com.blueplm.runner.api.dependency.LockWorker.code;
import static com.blueplm.runner.api.dependency.LockWorker.lock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests for locks through an outage of Temporal and the loss of their workflows. */
class LockReconcilerTest {

  @Test
  void requestsAreStartedLaterAskedAgainAndGivenUp() throws IOException {
    int port = freePort();
    try (ApiServer server =
        ApiServer.with(Map.of("spring.temporal.connection.target", "127.0.0.1:" + port)).start()) {
      LockWorker worker = new LockWorker(server);
      String script =
          server
              .admin()
              .post("/api/scripts", Map.of("name", "A", "code", code("a", "requests")))
              .expect(201)
              .text("/id");
      UUID lock = worker.waiting();
      assertThat(starts(server, lock)).isZero();

      TestServer.PortBoundTestServer temporal = TestServer.createPortBoundServer(port, false);
      try {
        await().atMost(Duration.ofSeconds(20)).until(() -> starts(server, lock) == 1);
        WorkflowStub workflow =
            server.bean(WorkflowClient.class).newUntypedWorkflowStub(WorkflowIds.ofLock(lock));
        lookNow(server, lock);
        await().atMost(Duration.ofSeconds(10)).until(() -> wasLooked(server, lock));
        assertThat(starts(server, lock)).isEqualTo(1);

        workflow.terminate("lost");
        lookNow(server, lock);
        await().atMost(Duration.ofSeconds(10)).until(() -> starts(server, lock) == 2);

        workflow.terminate("lost");
        server
            .database()
            .sql("UPDATE dependency_locks SET workflow_starts = 5, next_look_at = now()")
            .update();
        await().atMost(Duration.ofSeconds(10)).until(() -> worker.allWaiting().isEmpty());
        assertThat(server.viewer().get("/api/scripts/" + script).text("/dependencies/error"))
            .startsWith("line 2: No worker could lock the dependencies");
      } finally {
        temporal.close();
      }
    }
  }

  @Test
  void aLockThatGotStuckHalfWayIsDelivered() {
    try (ApiServer server = ApiServer.with(Map.of()).start()) {
      String script =
          server
              .admin()
              .post("/api/scripts", Map.of("name", "A", "code", code("a", "requests")))
              .expect(201)
              .text("/id");
      server
          .database()
          .sql(
              """
              UPDATE dependency_locks
                 SET state = 'locked', lock = :lock, lock_sha256 = sha256('x'), finished_at = now()
              """)
          .param("lock", lock("requests"))
          .update();

      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  server
                      .viewer()
                      .get("/api/scripts/" + script)
                      .json()
                      .at("/dependencies/locked")
                      .asBoolean());
    }
  }

  private static int starts(ApiServer server, UUID lock) {
    return server
        .database()
        .sql("SELECT workflow_starts FROM dependency_locks WHERE id = :id")
        .param("id", lock)
        .query(Integer.class)
        .single();
  }

  private static void lookNow(ApiServer server, UUID lock) {
    server
        .database()
        .sql("UPDATE dependency_locks SET next_look_at = now() - interval '1 s' WHERE id = :id")
        .param("id", lock)
        .update();
  }

  private static boolean wasLooked(ApiServer server, UUID lock) {
    return server
        .database()
        .sql("SELECT next_look_at > now() FROM dependency_locks WHERE id = :id")
        .param("id", lock)
        .query(Boolean.class)
        .single();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
