package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.execution.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class DrainTest {

  @TempDir Path directory;
  private AttemptFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new AttemptFixture(directory, IsolationLevel.BUBBLEWRAP);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void waitsThenEndsTheScriptAsLost() {
    ExecutionOrder order = Orders.of("import time; print('ready'); time.sleep(60)");
    LiveAttempt live = started(order);

    drain(Duration.ofMillis(300), Optional.empty());

    assertThat(live.decision()).isDone();
    FinishRequest finish = onlyFinish();
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.WORKER_LOST);
    assertThat(finish.endReason()).isEqualTo(EndReason.WORKER_LOST);
    assertThat(finish.drained()).isTrue();
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("Stopped: the worker was shut down\n");
  }

  @Test
  void letsAShortScriptEnd() {
    LiveAttempt live = fixture.start(Orders.of("import time; time.sleep(0.5); print('done')"));

    drain(Duration.ofSeconds(10), Optional.empty());

    assertThat(live.decision()).isDone();
    assertThat(onlyFinish().outcome()).isEqualTo(AttemptOutcome.SUCCESS);
  }

  @Test
  void scriptsThatMustNotBeLostEndByThemselves() {
    LiveAttempt live =
        started(irreplaceable("import time; print('ready'); time.sleep(2)", OnWorkerLoss.HOLD));

    drain(Duration.ofMillis(100), Optional.empty());

    assertThat(live.decision()).isDone();
    assertThat(onlyFinish().outcome()).isEqualTo(AttemptOutcome.SUCCESS);
  }

  @Test
  void theyAreWaitedForNoLongerThanTheirTimeoutAndItsGrace() {
    ExecutionOrder order =
        Orders.with(
            Orders.of(
                """
                import signal, time
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                print('ready')
                while True: time.sleep(1)
                """,
                1,
                10,
                Map.of(),
                Map.of()),
            OnWorkerLoss.FAIL,
            null);
    fixture.start(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").equals("ready\n"));
    Instant begin = Clock.systemUTC().instant();

    drain(Duration.ZERO, Optional.empty());

    assertThat(onlyFinish().outcome()).isEqualTo(AttemptOutcome.TIMEOUT);
    assertThat(Duration.between(begin, Clock.systemUTC().instant()))
        .isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void theLimitEndsThemAsDrained() {
    started(irreplaceable("import time; print('ready'); time.sleep(60)", OnWorkerLoss.HOLD));

    drain(Duration.ofMillis(50), Optional.of(Duration.ofMillis(500)));

    assertThat(onlyFinish().outcome()).isEqualTo(AttemptOutcome.WORKER_LOST);
    assertThat(onlyFinish().drained()).isTrue();
  }

  @Test
  void anEndThatCannotBeDeliveredStaysOnDisk() throws IOException {
    ExecutionOrder order = Orders.of("import time; print('ready'); time.sleep(60)");
    LiveAttempt live = started(order);
    fixture.server.down = true;

    drain(Duration.ofMillis(100), Optional.empty());

    assertThat(live.decision()).isNotDone();
    assertThat(Spool.leftIn(fixture.home.spools()))
        .singleElement()
        .satisfies(
            spool ->
                assertThat(spool.exit().orElseThrow().outcome())
                    .isEqualTo(AttemptOutcome.WORKER_LOST));
    fixture.server.down = false;
    live.decision().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void drain(Duration time, Optional<Duration> limit) {
    Drain drain = new Drain(fixture.attempts, time, limit);
    drain.begin();
    drain.await();
  }

  private static ExecutionOrder irreplaceable(String code, OnWorkerLoss onWorkerLoss) {
    return Orders.with(Orders.of(code), onWorkerLoss, null);
  }

  private LiveAttempt started(ExecutionOrder order) {
    LiveAttempt live = fixture.start(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").equals("ready\n"));
    return live;
  }

  private FinishRequest onlyFinish() {
    assertThat(fixture.server.finishes).hasSize(1);
    return fixture.server.finishes.getFirst();
  }
}
