package com.blueplm.runner.api.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class OutagesTest {
  private static final Logger log = LoggerFactory.getLogger(OutagesTest.class);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static TemporalServer temporal;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @BeforeEach
  void pulsing() {
    await().atMost(SOON).until(() -> seenAt("temporal").isAfter(now().minusSeconds(3)));
    execute("DELETE FROM service_outages");
  }

  @Test
  void stopOfTemporalIsOneOutageFromItsLastAnswerToItsNext() {
    Instant stopped = now();
    temporal.stop();
    try {
      await().atMost(SOON).until(() -> !outages("temporal").isEmpty());
      assertThat(outages("temporal").getFirst().endedAt()).isNull();
    } finally {
      temporal.restart();
    }
    Instant restarted = now();

    await().atMost(SOON).until(() -> outages("temporal").getFirst().endedAt() != null);
    Outage outage = outages("temporal").getFirst();
    assertThat(outages("temporal")).hasSize(1);
    assertThat(outage.beganAt()).isBetween(stopped.minusSeconds(3), stopped.plusSeconds(1));
    assertThat(Objects.requireNonNull(outage.endedAt()))
        .isBetween(restarted.minusSeconds(5), restarted.plusSeconds(10));
  }

  @Test
  void silenceOfScriptRunnerIsItsOwnOutageAndTellsNothingAboutTheOthers() {
    Instant lastSeen = now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    execute("INSERT INTO service_pulses VALUES ('workers', now()) ON CONFLICT DO NOTHING");

    execute("UPDATE service_pulses SET seen_at = '" + lastSeen + "'");

    noteByManyReplicas();

    assertThat(outages("script_runner")).hasSize(1);
    Outage outage = outages("script_runner").getFirst();
    assertThat(outage.beganAt()).isEqualTo(lastSeen);
    assertThat(Objects.requireNonNull(outage.endedAt())).isAfter(lastSeen.plusSeconds(58));
    assertThat(outages("temporal")).isEmpty();
    assertThat(outages("workers")).isEmpty();
    assertThat(seenAt("workers")).isAfter(lastSeen.plusSeconds(58));
  }

  @Test
  void stopOfPostgresIsAnOutageOfScriptRunner() {
    Instant closed = now();
    Duration longEnough = Patience.USUAL.scriptRunner().plusSeconds(2);
    long start = System.nanoTime();
    server.closeDatabase();
    try {
      await().atMost(SOON).until(() -> System.nanoTime() - start > longEnough.toNanos());
    } finally {
      server.reopenDatabase();
    }

    await().atMost(SOON).ignoreExceptions().until(() -> !outages("script_runner").isEmpty());
    assertThat(outages("script_runner").getFirst().beganAt())
        .isBetween(closed.minusSeconds(3), closed.plusSeconds(1));
    assertThat(outages("temporal")).isEmpty();
  }

  @Test
  void lossOfTheLastWorkerIsOneOutageUntilAnyWorkerSpeaks() {
    server.clear();
    worker(Duration.ofHours(1));
    UUID last = worker(Duration.ZERO);
    Instant lastSeen = now();

    await().atMost(SOON).until(() -> !outages("workers").isEmpty());
    assertThat(outages("workers").getFirst().beganAt())
        .isBetween(lastSeen.minusSeconds(2), lastSeen.plusSeconds(1));
    assertThat(now()).isAfter(lastSeen.plusSeconds(9));

    execute("UPDATE workers SET last_seen_at = now() WHERE id = '" + last + "'");
    await().atMost(SOON).until(() -> outages("workers").getFirst().endedAt() != null);
    assertThat(outages("workers")).hasSize(1);
  }

  @Test
  void longAgoIsForgotten() {
    execute(
        "INSERT INTO service_outages (part, began_at, ended_at) VALUES"
            + " ('temporal', now() - interval '92 days', now() - interval '91 days'),"
            + " ('temporal', now() - interval '92 days', now() - interval '89 days')");

    server.bean(OutagesRepository.class).forget(Duration.ofDays(90));

    assertThat(outages("temporal")).hasSize(1);
  }

  @Test
  void aLookIsCheap() {
    OutagesRepository repository = server.bean(OutagesRepository.class);
    repository.note(true, Patience.USUAL);
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      repository.note(true, Patience.USUAL);
    }
    Duration each = Duration.ofNanos(System.nanoTime() - start).dividedBy(200);
    log.info("A look costs {} us", each.toNanos() / 1_000);

    assertThat(each).isLessThan(Duration.ofMillis(50));
  }

  private static void noteByManyReplicas() {
    OutagesRepository repository = server.bean(OutagesRepository.class);
    try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        replicas.execute(() -> repository.note(true, Patience.USUAL));
      }
    }
  }

  private static UUID worker(Duration age) {
    UUID id = UUID.randomUUID();
    execute(
        "INSERT INTO workers (id, name, version, isolation_level, probes, max_concurrent_runs,"
            + " last_seen_at) VALUES ('"
            + id
            + "', 'test', '0', 'bubblewrap', '{}', 16, now() - interval '"
            + age.toSeconds()
            + " seconds')");
    return id;
  }

  private static Instant seenAt(String part) {
    return server
        .database()
        .sql("SELECT seen_at FROM service_pulses WHERE part = :part")
        .param("part", part)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant)
        .orElse(Instant.EPOCH);
  }

  private static Instant now() {
    return server
        .database()
        .sql("SELECT clock_timestamp()")
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  private static void execute(String sql) {
    server.database().sql(sql).update();
  }

  private static List<Outage> outages(String part) {
    return server
        .database()
        .sql("SELECT began_at, ended_at FROM service_outages WHERE part = :part ORDER BY began_at")
        .param("part", part)
        .query(
            (row, number) ->
                new Outage(
                    row.getObject("began_at", OffsetDateTime.class).toInstant(),
                    ended(row.getObject("ended_at", OffsetDateTime.class))))
        .list();
  }

  private static @Nullable Instant ended(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private record Outage(Instant beganAt, @Nullable Instant endedAt) {}
}
