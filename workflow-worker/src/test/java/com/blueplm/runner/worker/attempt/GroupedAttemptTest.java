package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.execution.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts under control groups, where this machine lets us make them. */
@SuppressWarnings("NullAway.Init")
class GroupedAttemptTest {

  @TempDir Path directory;
  private AttemptFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = AttemptFixture.withGroups(directory);
    assumeTrue(fixture.hasGroups(), "no control groups can be made here");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void refusedForksAreSaidOnce() {
    ExecutionOrder order =
        Orders.of(
            """
            import os, time
            for _ in range(100):
              try:
                if os.fork() == 0:
                  time.sleep(20)
                  os._exit(0)
              except BlockingIOError:
                pass
            """);

    FinishRequest finish = finishOf(order);

    assertThat(finish.endReason()).isEqualTo(EndReason.EXITED);
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("Limit: 64 processes reached; forks were refused\n");
  }

  @Test
  void theKernelsEndOfTheScriptIsTheMemoryLimit() {
    ExecutionOrder order = Orders.of("x = []\nwhile True: x.append(b'x' * (8 << 20))");

    FinishRequest finish = finishOf(order);

    assertThat(finish.endReason()).isEqualTo(EndReason.MEMORY_LIMIT);
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(finish.peakMemoryBytes()).isBetween(200L << 20, 256L << 20);
    assertThat(finish.cpuMs()).isPositive();
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("Stopped: memory limit of 256 MB reached\n");
  }

  private FinishRequest finishOf(ExecutionOrder order) {
    fixture.start(order).decision().orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(fixture.server.finishes).hasSize(1);
    return fixture.server.finishes.getFirst();
  }
}
