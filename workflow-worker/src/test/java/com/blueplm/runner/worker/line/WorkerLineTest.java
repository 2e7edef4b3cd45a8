package com.blueplm.runner.worker.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.attempt.LiveAttempts;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.gateway.GatewayServer;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.sandbox.ProcessSandbox;
import com.blueplm.runner.worker.sandbox.ProcessSpawner;
import com.blueplm.runner.worker.sandbox.ResourceControl;
import com.blueplm.runner.worker.wake.Wakefulness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLineTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path directory;

  @Test
  void saysWhatTheWorkerIsAndSpeaksAgainAfterAnOutage() throws IOException {
    LiveAttempts attempts = new LiveAttempts();
    WorkerIdentity identity = new WorkerIdentity(UUID.randomUUID(), "host (process 1)", "1.0");
    OutageWatch outages =
        new OutageWatch(
            () -> true,
            attempts::stopAfterOutage,
            attempts::stopGivenUp,
            Duration.ofSeconds(60),
            System::nanoTime);
    try (GatewayServer server = new GatewayServer(directory);
        GatewayClient gateway = server.client();
        Wakefulness wakefulness = Wakefulness.start();
        ProcessSpawner spawner = new ProcessSpawner();
        WorkerLine line =
            new WorkerLine(
                gateway,
                identity,
                new Isolation(
                    new ProcessSandbox(
                        spawner, Machine.python(), Optional.empty(), ResourceControl.none()),
                    Map.of("user", "root"),
                    Optional.of("root")),
                attempts,
                outages,
                wakefulness,
                16)) {
      line.open();

      await().until(() -> server.lines.size() > 1);
      assertThat(server.lines.getFirst())
          .satisfies(
              said -> {
                assertThat(said.workerId()).isEqualTo(identity.id());
                assertThat(said.name()).isEqualTo("host (process 1)");
                assertThat(said.isolationLevel()).isEqualTo(IsolationLevel.PROCESS);
                assertThat(said.probes()).containsEntry("user", "root");
                assertThat(said.draining()).as("a worker that may not run takes nothing").isTrue();
                assertThat(said.maxConcurrentRuns()).isEqualTo(16);
              });

      server.down = true;
      await().until(() -> server.refused.get() > 2);
      server.down = false;
      int before = server.lines.size();
      await().atMost(Duration.ofSeconds(2)).until(() -> server.lines.size() > before);
    }
  }
}
