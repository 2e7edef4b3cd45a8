package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Slots that become due while one looks, with no worker polling. */
class SlotLifeTest {
  private static final Logger log = LoggerFactory.getLogger(SlotLifeTest.class);
  private static SlotFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SlotFixture();
  }

  @AfterAll
  static void stop() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void apiAppSpeaksForRunsThatNoWorkerOpens() {
    UUID script = fixture.create("@every 10s");
    Instant created = SlotFixture.now();

    await().atMost(Duration.ofSeconds(60)).until(() -> outcome(script, 1).equals("skipped"));
    List<JsonNode> slots = fixture.slots(script);
    String run = slots.getFirst().at("/run_id").asString();

    assertThat(slots.getFirst().at("/outcome").asString()).isEqualTo("pending");
    assertThat(slots.get(1).at("/reason").asString()).isEqualTo("overlap");
    assertThat(slots.get(1).at("/blocked_by").asString()).isEqualTo(run);
    assertThat(slots.get(1).at("/detail").asString()).contains(run, "pending");
    assertThat(lateness(script)).allMatch(late -> late.compareTo(Duration.ofSeconds(6)) < 0);

    claim(run);
    assertThat(outcome(script, 0)).isEqualTo("ran");
    fixture.patch(script, Map.of("is_active", false));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> SlotFixture.outcomes(fixture.slots(script)).contains("paused"));
    JsonNode paused = fixture.slots(script).getLast();
    assertThat(paused.at("/reason").asString()).isEqualTo("inactive");
    fixture.assertComplete(script, created.minusSeconds(60));
  }

  @Test
  void aJustDueSlotIsPendingAtOnce() {
    UUID script = fixture.create("@every 10s");
    Instant due = nextSlot(script);

    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(15))
        .until(() -> SlotFixture.now().isAfter(due));
    Answer answer = fixture.ask(script, "").expect(200);

    assertThat(answer.text("/slots/0/outcome")).isEqualTo("pending");
    fixture.patch(script, Map.of("is_active", false));
  }

  @Test
  void aWorkflowEndedInTemporalBeforeItsRowIsCancelled() {
    UUID script = fixture.create("@every 10s");
    Instant due = nextSlot(script);
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(20))
        .until(() -> terminated(WorkflowIds.ofSlot(script, due)));

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> slot(script, due).map(SlotLifeTest::outcome).equals(Optional.of("cancelled")));
    assertThat(slot(script, due).orElseThrow().at("/reason").asString())
        .isEqualTo("terminated_in_temporal");
    fixture.patch(script, Map.of("is_active", false));
  }

  @Test
  void whileTemporalIsDownSlotsAreRefusedAndAllAreThereAfterwards() {
    Instant begin = SlotFixture.now().minusSeconds(60);
    UUID stopped = fixture.create("@every 10s");
    UUID going = fixture.create("@every 10s");
    Instant due = nextSlot(stopped);
    fixture.temporal.stop();
    try {
      long asked = System.nanoTime();
      assertThat(fixture.ask(stopped, "").expect(503).text("/code"))
          .isEqualTo("TEMPORAL_UNAVAILABLE");
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
      await().atMost(Duration.ofSeconds(15)).until(() -> SlotFixture.now().isAfter(due));
      fixture.patch(stopped, Map.of("is_active", false));
    } finally {
      fixture.temporal.restart();
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> slot(stopped, due).map(SlotLifeTest::outcome).equals(Optional.of("missed")));
    assertThat(slot(stopped, due).orElseThrow().at("/reason").asString())
        .isEqualTo("schedule_changed");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              List<String> outcomes = SlotFixture.outcomes(fixture.slots(going));
              return outcomes.size() > 3
                  && !outcomes.subList(0, 3).contains("missed")
                  && outcomes.subList(1, 3).stream().allMatch("skipped"::equals);
            });
    fixture.assertComplete(stopped, begin);
    fixture.assertComplete(going, begin);
    fixture.patch(going, Map.of("is_active", false));
  }

  @Test
  void editsOfALiveScheduleLeaveNoGapAndNoDouble() {
    Instant begin = SlotFixture.now().minusSeconds(60);
    UUID script = fixture.create("@every 10s", "overlap_policy", "allow");
    List<Map<String, Object>> edits =
        List.of(
            Map.of("schedule_cron", "@every 11s"),
            Map.of("schedule_timezone", "Asia/Tokyo"),
            Map.of("schedule_cron", "@every 10s"),
            Map.of("is_active", false),
            Map.of("is_active", true));
    for (Map<String, Object> edit : edits) {
      Instant due = nextSlot(script);
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(15))
          .until(() -> SlotFixture.now().isAfter(due.minusMillis(20)));
      fixture.patch(script, edit);
    }

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(fixture.slots(script))
                    .filteredOn(slot -> outcome(slot).equals("pending"))
                    .allMatch(slot -> !slot.at("/run_id").isNull()));
    fixture.assertComplete(script, begin);
    log.info("Edits at the second of a slot: {}", SlotFixture.outcomes(fixture.slots(script)));
    fixture.patch(script, Map.of("is_active", false));
  }

  private static String outcome(UUID script, int index) {
    List<JsonNode> slots = fixture.slots(script);
    return slots.size() > index ? outcome(slots.get(index)) : "";
  }

  private static String outcome(JsonNode slot) {
    return slot.at("/outcome").asString();
  }

  private static Optional<JsonNode> slot(UUID script, Instant due) {
    return fixture.slots(script).stream()
        .filter(slot -> Instant.parse(slot.at("/slot_at").asString()).equals(due))
        .findFirst();
  }

  private static List<Duration> lateness(UUID script) {
    List<Duration> late =
        fixture
            .server
            .database()
            .sql(
                """
                SELECT (extract(epoch FROM created_at - slot_at) * 1000)::bigint
                  FROM script_runs WHERE script_id = :script
                """)
            .param("script", script)
            .query(Long.class)
            .list()
            .stream()
            .map(Duration::ofMillis)
            .toList();
    log.info("With no worker polling rows come after {}", late);
    return late;
  }

  private static Instant nextSlot(UUID script) {
    return fixture
        .server
        .bean(ScheduleClient.class)
        .getHandle(WorkflowIds.scheduleOf(script))
        .describe()
        .getInfo()
        .getNextActionTimes()
        .getFirst();
  }

  private static boolean terminated(String workflowId) {
    try {
      fixture
          .server
          .bean(WorkflowClient.class)
          .newUntypedWorkflowStub(workflowId)
          .terminate("by hand");
      return true;
    } catch (WorkflowNotFoundException notYet) {
      return false;
    }
  }

  private static void claim(String run) {
    Answer answer =
        fixture
            .server
            .worker()
            .post(
                "/worker/runs/" + run + "/attempts/1/claim",
                Map.of(
                    "worker_id", UUID.randomUUID(),
                    "claim_id", UUID.randomUUID(),
                    "isolation_level", "bubblewrap"))
            .expect(200);
    assertThat(answer.json().at("/order").isNull()).isFalse();
  }
}
