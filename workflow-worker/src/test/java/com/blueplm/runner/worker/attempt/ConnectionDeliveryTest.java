package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ConnectionDeliveryTest {

  private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
  private static final FinishRequest FINISH =
      new FinishRequest(
          AttemptOutcome.SUCCESS,
          EndReason.EXITED,
          0,
          null,
          false,
          NOW,
          NOW,
          true,
          null,
          null,
          0,
          0,
          null);

  @TempDir Path directory;
  private final Claim claim = new Claim(UUID.randomUUID(), 1, UUID.randomUUID());
  private AttemptFixture fixture;
  private Spool spool;
  private LiveAttempt live;

  @BeforeEach
  void open() throws IOException {
    fixture = new AttemptFixture(directory, IsolationLevel.PROCESS);
    spool = Spool.create(fixture.home.spools(), claim, NOW);
    live = fixture.attempts.addEnded(claim);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void manyReportsArriveInFewCallsBeforeTheEnd() throws IOException {
    try (Delivery delivery = deliver()) {
      for (int number = 1; number <= 5000; number++) {
        delivery.connections().report(connection(number, null));
        delivery.connections().report(connection(number, 7L));
      }
      fixture.server.decision = Decision.done();

      delivery.complete(FINISH);
    }

    assertThat(fixture.server.connections).hasSize(5000);
    assertThat(fixture.server.connections.values()).allMatch(each -> each.durationMs() != null);
    assertThat(fixture.server.connectionReports.get()).isBetween(10, 60);
    assertThat(fixture.server.finishes).hasSize(1);
    assertThat(fixture.isClean()).isTrue();
  }

  @Test
  void reportsArriveWhileTheScriptRuns() throws IOException {
    try (Delivery delivery = deliver()) {
      delivery.connections().report(connection(1, null));

      await().atMost(Duration.ofSeconds(3)).until(() -> fixture.server.connections.size() == 1);
      assertThat(fixture.server.finishes).isEmpty();
    }
  }

  @Test
  void nothingIsSentWithoutConnections() throws IOException {
    try (Delivery delivery = deliver()) {
      delivery.complete(FINISH);
    }

    assertThat(fixture.server.connectionReports.get()).isZero();
  }

  @Test
  void aReportOfAnInterruptedThreadArrivesToo() throws Exception {
    try (Delivery delivery = deliver()) {
      Thread ended =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    delivery.connections().report(connection(1, 7L));
                  });
      ended.join();
      delivery.connections().report(connection(2, 7L));
      delivery.complete(FINISH);
    }

    assertThat(fixture.server.connections).containsOnlyKeys(1, 2);
  }

  @Test
  void reportsWaitForTheApi() throws IOException {
    try (Delivery delivery = deliver()) {
      fixture.server.down = true;
      delivery.connections().report(connection(1, 7L));
      CompletableFuture<Decision> decision =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return delivery.complete(FINISH);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      await().until(() -> fixture.server.refused.get() > 2);
      fixture.server.down = false;
      decision.orTimeout(10, TimeUnit.SECONDS).join();
    }

    assertThat(fixture.server.connections).containsOnlyKeys(1);
  }

  @Test
  void anApiThatRefusesThemDoesNotHoldUpTheEnd() throws IOException {
    fixture.server.rejectConnections = true;
    try (Delivery delivery = deliver()) {
      delivery.connections().report(connection(1, 7L));

      delivery.complete(FINISH);
    }

    assertThat(fixture.server.finishes).hasSize(1);
  }

  @Test
  void aSupersededAttemptStops() throws IOException {
    try (Delivery delivery = deliver()) {
      fixture.server.superseded = true;
      delivery.connections().report(connection(1, 7L));

      assertThatThrownBy(() -> delivery.complete(FINISH))
          .isInstanceOf(AttemptSupersededException.class);
    }

    assertThat(live.isSuperseded()).isTrue();
    assertThat(fixture.isClean()).isTrue();
  }

  @Test
  void aLaterWorkerDeliversWhatAnEarlierOneLeft() throws IOException {
    try (SpooledConnections left = spool.openConnections(() -> {})) {
      left.report(connection(1, null));
      left.report(connection(2, 7L));
    }
    Files.writeString(
        Path.of(spool.toString(), "connections.jsonl"),
        "{\"number\":3,\"at\":\"2026",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    spool.writeExit(FINISH);
    fixture.attempts.remove(live);

    new SpoolRecovery(fixture.gateway, fixture.attempts, fixture.home, Clock.systemUTC()).start();

    await().until(() -> fixture.attempts.isEmpty());
    assertThat(fixture.server.connections)
        .containsEntry(1, connection(1, null))
        .containsEntry(2, connection(2, 7L))
        .hasSize(2);
    assertThat(fixture.server.finishes).containsExactly(FINISH);
    await().until(fixture::isClean);
  }

  private Delivery deliver() throws IOException {
    return Delivery.start(fixture.gateway, live, spool, new OutputBudget(Long.MAX_VALUE, () -> {}));
  }

  private static Connection connection(int number, @Nullable Long durationMs) {
    return new Connection(
        number,
        NOW,
        Protocol.CONNECT,
        "erp.test",
        443,
        "8.8.8.8",
        Outcome.ALLOWED,
        null,
        1,
        2,
        durationMs);
  }
}
