package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class CheckpointTest {

  private static final String PRELUDE =
      """
      import json, os, time
      run = os.environ['BLUEPLM_RUNTIME']
      def checkpoint(value):
        with open(run + '/events.jsonl', 'a') as f:
          f.write(json.dumps({'type': 'checkpoint', 'value': value}) + '\\n')
      """;

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
  void isStoredAtOnceAndNotOnceASecond() {
    ExecutionOrder order =
        Orders.of(
            PRELUDE
                + """
                for n in range(5):
                  checkpoint({'page': n}); time.sleep(0.15)
                print('ready'); time.sleep(20)
                """);
    LiveAttempt live = fixture.start(order);

    await().until(() -> fixture.server.text(order.runId(), "stdout").equals("ready\n"));
    assertThat(fixture.server.checkpoints).hasSize(5).endsWith("{\"page\":4}");
    live.cancel();
    live.decision().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void theLastOneIsStoredBeforeTheEnd() {
    ExecutionOrder order =
        Orders.of(
            PRELUDE + "checkpoint('a'); checkpoint(None); checkpoint([1, 'é'])",
            30,
            10,
            Map.of(),
            Map.of());

    fixture.start(order).decision().orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(fixture.server.checkpoints).last().isEqualTo("[1,\"é\"]");
    assertThat(fixture.server.calls).endsWith("checkpoint", "finish");
  }

  @Test
  void secretsAreMaskedAsInOutput() {
    ExecutionOrder order =
        Orders.of(
            PRELUDE + "checkpoint(os.environ['TOKEN'])",
            30,
            10,
            Map.of(),
            Map.of("TOKEN", "a-secret-token"));

    fixture.start(order).decision().orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(fixture.server.checkpoints).containsExactly("\"***\"");
  }

  @Test
  void theNextAttemptReadsIt() {
    ExecutionOrder order =
        Orders.with(
            Orders.of("import os; print(open(os.environ['BLUEPLM_RUNTIME'] + '/run.json').read())"),
            OnWorkerLoss.RERUN,
            "{\"page\":7}");

    fixture.start(order).decision().orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(fixture.server.text(order.runId(), "stdout"))
        .contains("\"checkpoint\":{\"page\":7}}");
  }

  @Test
  void theNewestIsStoredAfterAnOutageAndBeforeTheEnd() {
    ExecutionOrder order =
        Orders.of(
            PRELUDE
                + """
                print('ready')
                for n in range(10):
                  checkpoint(n); time.sleep(0.1)
                """);
    fixture.server.down = true;
    LiveAttempt live = fixture.start(order);
    await().until(() -> spooledCheckpoint().equals(Optional.of(new CheckpointReport("9"))));
    assertThat(fixture.server.checkpoints).isEmpty();

    fixture.server.down = false;
    live.decision().orTimeout(10, TimeUnit.SECONDS).join();

    assertThat(fixture.server.checkpoints).last().isEqualTo("9");
    assertThat(fixture.server.checkpoints.size()).isLessThan(3);
    assertThat(fixture.server.calls).endsWith("checkpoint", "finish");
  }

  @Test
  void aRestartedWorkerStoresItBeforeTheEnd() throws IOException {
    Claim claim = new Claim(UUID.randomUUID(), 1, UUID.randomUUID());
    Spool.create(fixture.home.spools(), claim, Instant.parse("2026-11-24T06:00:00Z"))
        .writeCheckpoint(new CheckpointReport("{\"page\":3}"));

    new SpoolRecovery(fixture.gateway, fixture.attempts, fixture.home, Clock.systemUTC()).start();

    await().until(() -> fixture.attempts.isEmpty());
    assertThat(fixture.server.checkpoints).containsExactly("{\"page\":3}");
    assertThat(fixture.server.calls).containsExactly("checkpoint", "finish");
    assertThat(fixture.server.lastClaimHeader).isEqualTo(claim.claimId());
    assertThat(fixture.isClean()).isTrue();
  }

  @Test
  void anApiThatRefusesItHoldsUpNothing() {
    fixture.server.rejectCheckpoints = true;

    fixture
        .start(Orders.of(PRELUDE + "checkpoint(1)"))
        .decision()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();

    assertThat(fixture.server.calls).containsExactly("finish");
  }

  @Test
  void aRefusalForBeingSupersededKillsTheScript() {
    ExecutionOrder order =
        Orders.of(PRELUDE + "print('ready'); time.sleep(1); checkpoint(1); time.sleep(60)");
    LiveAttempt live = fixture.start(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").equals("ready\n"));

    fixture.server.superseded = true;

    assertThatThrownBy(() -> live.decision().orTimeout(5, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(AttemptSupersededException.class);
    assertThat(fixture.server.calls).isEmpty();
  }

  private Optional<CheckpointReport> spooledCheckpoint() throws IOException {
    return Spool.leftIn(fixture.home.spools()).stream()
        .flatMap(spool -> spool.checkpoint().stream())
        .findFirst();
  }
}
