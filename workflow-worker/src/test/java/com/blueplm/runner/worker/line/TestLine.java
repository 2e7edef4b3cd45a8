package com.blueplm.runner.worker.line;

import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.attempt.LiveAttempts;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.wake.Wakefulness;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The line of a worker that was put together by hand. */
public final class TestLine {

  private TestLine() {}

  /** Opens the line. */
  public static WorkerLine open(
      GatewayClient gateway, Sandbox sandbox, LiveAttempts attempts, Wakefulness wakefulness) {
    OutageWatch outages =
        new OutageWatch(
            () -> true,
            attempts::stopAfterOutage,
            attempts::stopGivenUp,
            Duration.ofSeconds(60),
            System::nanoTime);
    WorkerLine line =
        new WorkerLine(
            gateway,
            new WorkerIdentity(UUID.randomUUID(), "test", "test"),
            new Isolation(sandbox, Map.of(), Optional.empty()),
            attempts,
            outages,
            wakefulness,
            16);
    line.open();
    return line;
  }
}
