package com.blueplm.runner.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.LockDependencies;
import com.blueplm.runner.contract.ScriptExecution;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.worker.WorkerIdentity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TemporalWorkersTest {
  private final CompletableFuture<UUID> locked = new CompletableFuture<>();

  @Test
  void aWorkerThatStartsWhileTemporalIsAwayWorksAsSoonAsItIsThere() throws IOException {
    AtomicInteger refused = new AtomicInteger();
    ServerSocket away = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    int port = away.getLocalPort();
    Thread.ofVirtual().start(() -> refuse(away, refused));
    WorkflowServiceStubs stubs = stubs(port);
    TemporalWorkers workers =
        new TemporalWorkers(
            WorkflowClient.newInstance(stubs),
            new NoScripts(),
            locked::complete,
            new WorkerIdentity(UUID.randomUUID(), "test", "test"),
            2);

    workers.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> refused.get() >= 4);
    away.close();
    var temporal = TestServer.createPortBoundServer(port);
    // The channel of the worker may still be waiting before it connects again.
    WorkflowServiceStubs asking = stubs(port);
    try {
      UUID lock = UUID.randomUUID();
      LockDependencies workflow =
          WorkflowClient.newInstance(asking)
              .newWorkflowStub(
                  LockDependencies.class,
                  WorkflowOptions.newBuilder()
                      .setTaskQueue(TaskQueues.RUNS)
                      .setWorkflowId("lock-" + lock)
                      .build());
      WorkflowClient.start(workflow::lock, lock);

      await().atMost(Duration.ofSeconds(30)).until(locked::isDone);
      assertThat(locked).isCompletedWithValue(lock);
      workers.suspend();
      workers.stop();
    } finally {
      asking.shutdownNow();
      stubs.shutdownNow();
      temporal.close();
    }
  }

  private static WorkflowServiceStubs stubs(int port) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
  }

  private static void refuse(ServerSocket away, AtomicInteger refused) {
    while (!away.isClosed()) {
      try {
        away.accept().close();
        refused.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static final class NoScripts implements ScriptExecution {
    @Override
    public Decision execute(Attempt attempt) {
      throw new IllegalStateException("not part of this test");
    }

    @Override
    public Decision attach(Attempt attempt) {
      throw new IllegalStateException("not part of this test");
    }
  }
}
