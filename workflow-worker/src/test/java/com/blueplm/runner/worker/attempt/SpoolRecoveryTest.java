package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.gateway.Claim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SpoolRecoveryTest {

  private static final Instant STARTED = Instant.parse("2026-11-24T06:00:00Z");
  private static final FinishRequest FINISH =
      new FinishRequest(
          AttemptOutcome.SUCCESS,
          EndReason.EXITED,
          0,
          null,
          false,
          STARTED,
          STARTED.plusSeconds(1),
          true,
          null,
          null,
          6,
          0,
          null);

  @TempDir Path directory;
  private AttemptFixture fixture;
  private final Claim claim = new Claim(UUID.randomUUID(), 2, UUID.randomUUID());

  @BeforeEach
  void open() throws IOException {
    fixture = new AttemptFixture(directory, IsolationLevel.PROCESS);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void deliversAnEndThatTheEarlierWorkerCouldNot() throws IOException {
    leaveSpool("hello\n").writeExit(FINISH);

    recovery().start();

    await().until(() -> fixture.attempts.isEmpty());
    assertThat(fixture.server.text(claim.runId(), "stdout")).isEqualTo("hello\n");
    assertThat(fixture.server.finishes).containsExactly(FINISH);
    assertThat(fixture.server.lastClaimHeader).isEqualTo(claim.claimId());
    assertThat(fixture.isClean()).isTrue();
  }

  @Test
  void reportsAnAttemptThatDiedWithItsWorkerAsLost() throws IOException {
    leaveSpool("half");

    recovery().start();

    await().until(() -> fixture.attempts.isEmpty());
    assertThat(fixture.server.text(claim.runId(), "stdout")).isEqualTo("half");
    String marker =
        "[runner] The worker of attempt 2 was lost; output that it had not read yet is missing.\n";
    assertThat(fixture.server.text(claim.runId(), "stderr")).isEqualTo(marker);
    assertThat(fixture.server.finishes)
        .singleElement()
        .satisfies(
            finish -> {
              assertThat(finish.outcome()).isEqualTo(AttemptOutcome.WORKER_LOST);
              assertThat(finish.drained()).isFalse();
              assertThat(finish.startedAt()).isEqualTo(STARTED);
              assertThat(finish.stdoutBytes()).isEqualTo(4);
              assertThat(finish.stderrBytes()).isEqualTo(marker.length());
            });
  }

  @Test
  void keepsItsAttemptsOnTheLineUntilTheApiIsBack() throws IOException {
    leaveSpool("hello\n").writeExit(FINISH);
    fixture.server.down = true;

    recovery().start();
    await().until(() -> fixture.server.refused.get() > 1);
    assertThat(fixture.attempts.describe())
        .singleElement()
        .satisfies(live -> assertThat(live.claimId()).isEqualTo(claim.claimId()));
    fixture.server.down = false;

    await().until(() -> fixture.attempts.isEmpty());
    assertThat(fixture.server.finishes).containsExactly(FINISH);
  }

  @Test
  void removesWhatIsOutOfDate() throws IOException {
    leaveSpool("hello\n").writeExit(FINISH);
    fixture.server.superseded = true;

    recovery().start();

    await().until(() -> fixture.attempts.isEmpty());
    assertThat(fixture.isClean()).isTrue();
    assertThat(fixture.server.finishes).isEmpty();
  }

  private SpoolRecovery recovery() {
    return new SpoolRecovery(fixture.gateway, fixture.attempts, fixture.home, Clock.systemUTC());
  }

  private Spool leaveSpool(String text) throws IOException {
    Spool spool = Spool.create(fixture.home.spools(), claim, STARTED);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    OutputBudget budget = new OutputBudget(100, () -> {});
    try (SpooledStream stream = spool.open(OutputStream.STDOUT, budget, () -> {})) {
      stream.write(bytes, bytes.length);
    }
    return spool;
  }
}
