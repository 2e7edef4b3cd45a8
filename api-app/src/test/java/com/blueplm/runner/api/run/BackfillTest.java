package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class BackfillTest {
  private static final Logger log = LoggerFactory.getLogger(BackfillTest.class);
  private static TemporalServer temporal;
  private static ApiServer server;
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
    gateway = new Gateway(server);
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

  @Test
  void slotsThatDidNotRunAreRunOneAfterAnother() {
    String script = pausedFor(Duration.ofHours(3), "0 * * * *");

    Answer preview = backfill(script, Duration.ofHours(4), true).expect(200);
    assertThat(preview.json().at("/slots").asInt()).isEqualTo(3);
    assertThat(preview.json().at("/preview")).hasSize(3);
    assertThat(runs(script)).isEmpty();

    assertThat(backfill(script, Duration.ofHours(4), false).expect(202).json().at("/slots").asInt())
        .isEqualTo(3);

    List<String> runs = runs(script);
    assertThat(runs).hasSize(3);
    assertThat(runs).extracting(gateway::status).containsExactly("pending", "queued", "queued");
    for (int i = 0; i < 3; i++) {
      Answer run = gateway.run(runs.get(i));
      assertThat(run.text("/trigger_type")).isEqualTo("scheduled");
      assertThat(run.text("/triggered_by/email")).isEqualTo("operator@localhost");
      assertThat(run.text("/slot_at")).isEqualTo(preview.text("/preview/" + i));
      assertThat(run.text("/workflow_id")).isEqualTo("run-" + runs.get(i));
      assertThat(outcome(script, run.text("/slot_at"))).isEqualTo("pending");
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> runs.stream().allMatch(this::hasWorkflow));

    assertThat(backfill(script, Duration.ofHours(4), false).expect(202).json().at("/slots").asInt())
        .isZero();
    end(runs.get(0));
    assertThat(runs).extracting(gateway::status).containsExactly("success", "pending", "queued");
    assertThat(outcome(script, gateway.run(runs.get(0)).text("/slot_at"))).isEqualTo("ran");
    end(runs.get(1));
    end(runs.get(2));
    assertThat(runs(script)).hasSize(3);
  }

  @Test
  void dueRunsGoBeforeWaitingBackfills() {
    String script = pausedFor(Duration.ofHours(3), "0 * * * *", "overlap_policy", "queue");
    String running = gateway.trigger(script);
    backfill(script, Duration.ofHours(4), false).expect(202);
    String due = gateway.trigger(script);
    List<String> backfills = runs(script).stream().filter(run -> !manual(run)).toList();
    assertThat(backfills).extracting(gateway::status).containsOnly("queued");

    end(running);
    assertThat(gateway.status(due)).isEqualTo("pending");
    assertThat(backfills).extracting(gateway::status).containsOnly("queued");
    end(due);
    assertThat(backfills)
        .extracting(gateway::status)
        .containsExactly("pending", "queued", "queued");
  }

  @Test
  void underAllowTheyRunAtOnce() {
    String script = pausedFor(Duration.ofHours(3), "0 * * * *", "overlap_policy", "allow");
    backfill(script, Duration.ofHours(4), false).expect(202);

    assertThat(runs(script)).hasSize(3).extracting(gateway::status).containsOnly("pending");
  }

  @Test
  void aThousandSlotsAreTakenAndMoreAreRefused() {
    String script = pausedFor(Duration.ofMinutes(1_200), "* * * * *");

    Answer refused = backfill(script, Duration.ofMinutes(1_100), false).expect(400);
    assertThat(refused.text("/errors/0/field")).isEqualTo("to");
    assertThat(runs(script)).isEmpty();
    assertThat(backfill(script, Duration.ofMinutes(500), true).expect(200).json().at("/preview"))
        .hasSize(100);

    long start = System.nanoTime();
    int taken =
        backfill(script, Duration.ofMinutes(999), false).expect(202).json().at("/slots").asInt();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.info("{} slots were accepted in {} ms", taken, took.toMillis());
    assertThat(taken).isBetween(998, 1_000);
    assertThat(took).isLessThan(Duration.ofSeconds(5));

    long accepted = System.nanoTime();
    await().atMost(Duration.ofMinutes(3)).until(() -> unstarted(script) == 0);
    log.info(
        "Their workflows were started {} ms later",
        Duration.ofNanos(System.nanoTime() - accepted).toMillis());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | from",
        "{\"from\":\"2026-01-01T00:00:00Z\"} | to",
        "{\"from\":null,\"to\":\"2026-01-01T00:00:00Z\"} | from",
        "{\"from\":\"yesterday\",\"to\":\"2026-01-01T00:00:00Z\"} | from",
        "{\"from\":\"2026-01-01\",\"to\":\"2026-01-02T00:00:00Z\"} | from",
        "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00\"} | to",
        "{\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"} | from",
        "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"} | from",
        "{\"from\":\"2100-01-01T00:00:00Z\",\"to\":\"2100-01-02T00:00:00Z\"} | from",
        "{\"from\":1767225600,\"to\":\"2026-01-02T00:00:00Z\"} | from",
        "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\",\"dry_run\":\"yes\"} | dry_run",
      })
  void badRangesNameTheField(String body, String field) {
    String script = gateway.script("schedule_cron", "0 5 * * *");
    Answer refused =
        server.operator().post("/api/scripts/" + script + "/schedule/backfill", body).expect(400);

    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
  }

  @Test
  void farRangesAndScriptsWithoutSlotsAreNoErrors() {
    String script = gateway.script();
    Answer answer =
        server
            .operator()
            .post(
                "/api/scripts/" + script + "/schedule/backfill",
                "{\"from\":\"-99999-01-01T00:00:00Z\",\"to\":\"+99999-01-01T00:00:00+01:00\"}")
            .expect(202);

    assertThat(answer.body()).isEqualTo("{\"slots\":0}");
  }

  @Test
  void anInactiveScriptIsNotBackfilled() {
    String script = pausedFor(Duration.ofHours(3), "0 * * * *");
    server.admin().patch("/api/scripts/" + script, Map.of("is_active", false)).expect(200);

    for (boolean dryRun : new boolean[] {true, false}) {
      assertThat(backfill(script, Duration.ofHours(4), dryRun).expect(409).text("/code"))
          .isEqualTo("CONFLICT");
    }
  }

  @Test
  void whileTemporalIsDownNothingIsStored() {
    String script = pausedFor(Duration.ofHours(3), "0 * * * *");
    temporal.stop();
    try {
      assertThat(backfill(script, Duration.ofHours(4), false).expect(503).text("/code"))
          .isEqualTo("TEMPORAL_UNAVAILABLE");
      assertThat(runs(script)).isEmpty();
    } finally {
      temporal.restart();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> backfill(script, Duration.ofHours(4), true).status() == 200);
  }

  /** A script whose schedule has been there, and been paused, for so long up to now. */
  private static String pausedFor(Duration time, String cron, Object... settings) {
    Object[] all = Stream.concat(Stream.of("schedule_cron", cron), Stream.of(settings)).toArray();
    String script = gateway.script(all);
    server
        .database()
        .sql(
            """
            INSERT INTO schedule_pauses (org_id, script_id, kind, source, reason, began_at, ended_at)
            SELECT org_id, id, 'pause', 'person', 'test', now() - interval '10 days', now()
              FROM scripts WHERE id = :script
            """)
        .param("script", UUID.fromString(script))
        .update();
    server
        .database()
        .sql(
            """
            UPDATE schedule_specs
               SET valid_from = now() - make_interval(secs => :seconds),
                   accounted_until = now() - make_interval(secs => :seconds), next_due_at = NULL
             WHERE script_id = :script
            """)
        .param("seconds", time.toSeconds())
        .param("script", UUID.fromString(script))
        .update();
    return script;
  }

  private static Answer backfill(String script, Duration back, boolean dryRun) {
    Instant now = Clock.systemUTC().instant();
    return server
        .operator()
        .post(
            "/api/scripts/" + script + "/schedule/backfill",
            Map.of(
                "from",
                now.minus(back).toString(),
                "to",
                now.plusSeconds(1_000).toString(),
                "dry_run",
                dryRun));
  }

  /** In the order of their slots. */
  private static List<String> runs(String script) {
    return server
        .database()
        .sql("SELECT id FROM script_runs WHERE script_id = :script ORDER BY slot_at, created_at")
        .param("script", UUID.fromString(script))
        .query(String.class)
        .list();
  }

  private static boolean manual(String run) {
    return gateway.run(run).text("/trigger_type").equals("manual");
  }

  private static void end(String run) {
    gateway.finish(run, 1, gateway.claimed(run, 1), "success").expect(200);
  }

  private static String outcome(String script, String slot) {
    Instant at = Instant.parse(slot);
    return server
        .viewer()
        .get("/api/scripts/" + script + "/slots?from=" + at.minusSeconds(1) + "&to=" + at)
        .expect(200)
        .text("/slots/0/outcome");
  }

  private static int unstarted(String script) {
    return server
        .database()
        .sql(
            """
            SELECT count(*) FROM script_runs WHERE script_id = :script AND NOT workflow_started
            """)
        .param("script", UUID.fromString(script))
        .query(Integer.class)
        .single();
  }

  private boolean hasWorkflow(String run) {
    try {
      server.bean(WorkflowClient.class).newUntypedWorkflowStub("run-" + run).describe();
      return true;
    } catch (WorkflowNotFoundException notYet) {
      return false;
    }
  }
}
