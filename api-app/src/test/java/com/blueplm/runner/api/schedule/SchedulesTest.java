package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SchedulesTest {
  private static final Logger log = LoggerFactory.getLogger(SchedulesTest.class);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 */6 * * * | UTC",
        "*/15 9-17 * * 1-5 | Europe/Berlin",
        "@every 10s | UTC",
        "@weekly | Asia/Kolkata",
        "0 0 29 2 * | UTC",
        "0 0 * * 7 | UTC",
        "0 9 * JAN,JUN MON | America/New_York",
      })
  void previewAnswersWordsAndNextTimes(String cron, String timezone) {
    Answer answer = preview(cron, timezone).expect(200);

    assertThat(answer.json().at("/next").size()).isBetween(1, 5);
    assertThat(answer.text("/text")).isNotBlank();
    assertThat(Instant.parse(answer.text("/next/0"))).isAfter(Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "61 * * * * | UTC | cron",
        "* 24 * * * | UTC | cron",
        "* * 32 * * | UTC | cron",
        "* * * 13 * | UTC | cron",
        "* * * * 8 | UTC | cron",
        "0 0 31 2 * | UTC | cron",
        "0 0 L * * | UTC | cron",
        "5-1 * * * * | UTC | cron",
        "hello | UTC | cron",
        "0 0 * * * | Mars/Olympus | timezone",
        "0 0 * * * | '' | timezone",
        "0 0 * * * | America | timezone",
      })
  void previewRefusesWithTheFieldThatIsWrong(String cron, String timezone, String field) {
    Answer answer = preview(cron, timezone).expect(400);

    assertThat(answer.text("/code")).isEqualTo("VALIDATION_FAILED");
    assertThat(answer.text("/errors/0/field")).isEqualTo(field);
    assertThat(answer.text("/errors/0/message")).isNotBlank();
  }

  @Test
  void previewWarnsOfTheSkippedAndTheDoubledHour() {
    String warnings = preview("30 2 * * *", "America/New_York").json().at("/warnings").toString();
    assertThat(warnings).contains("the clocks skip 02:30");

    assertThat(preview("30 1 * * *", "America/New_York").json().at("/warnings").toString())
        .contains("01:30 comes twice");
    assertThat(preview("*/15 * * * *", "America/New_York").json().at("/warnings")).isEmpty();
    assertThat(preview("30 2 * * *", "UTC").json().at("/warnings")).isEmpty();
    assertThat(preview("@every 12h", "America/New_York").json().at("/warnings")).isEmpty();
    assertThat(preview("@every 12h\n30 2 * * *", "America/New_York").json().at("/warnings"))
        .hasSize(1);
  }

  @Test
  void previewIsQuick() {
    List<Duration> taken = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      long start = System.nanoTime();
      preview("30 2 * * *", "America/New_York").expect(200);
      taken.add(Duration.ofNanos(System.nanoTime() - start));
    }
    Collections.sort(taken);
    log.info(
        "A preview with DST takes {} to {} ms, median {} ms",
        taken.getFirst().toMillis(),
        taken.getLast().toMillis(),
        taken.get(15).toMillis());

    // The quickest: what it costs where nobody else uses the machine.
    assertThat(taken.getFirst()).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void previewLeavesNoScheduleBehind() {
    preview("0 3 * * *", "UTC").expect(200);

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                schedules()
                    .listSchedules()
                    .noneMatch(listed -> listed.getScheduleId().startsWith("preview-")));
  }

  @Test
  void scheduleFollowsTheScript() {
    UUID script = create(Map.of("schedule_cron", "0 */6 * * *", "catchup_seconds", 600));

    ScheduleDescription created = describe(script);
    assertThat(created.getSchedule().getPolicy().getCatchupWindow())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(created.getSchedule().getPolicy().getOverlap())
        .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
    assertThat(created.getSchedule().getState().isPaused()).isFalse();
    assertThat(get(script).text("/schedule_text")).isEqualTo("Every 6 hours");
    assertThat(get(script).json().at("/next_runs").size()).isEqualTo(5);

    patch(script, Map.of("is_active", false)).expect(200);
    assertThat(describe(script).getSchedule().getState().isPaused()).isTrue();
    assertThat(describe(script).getSchedule().getState().getNote()).isEqualTo("inactive");
    assertThat(get(script).json().at("/next_runs")).isEmpty();

    patch(script, Map.of("is_active", true)).expect(200);
    assertThat(describe(script).getSchedule().getState().isPaused()).isFalse();

    patch(script, Map.of("schedule_cron", "15 4 * * *", "schedule_timezone", "Asia/Tokyo"))
        .expect(200);
    assertThat(get(script).text("/next_runs/0")).endsWith("T19:15:00.000Z");
    assertThat(describe(script).getInfo().getNextActionTimes().getFirst().toString())
        .endsWith("T19:15:00Z");

    server.admin().delete("/api/scripts/" + script).expect(204);
    assertThat(describe(script).getSchedule().getState().getNote()).isEqualTo("deleted");
  }

  @Test
  void withoutCronThereIsNoSchedule() {
    UUID script = create(Map.of("schedule_cron", "0 */6 * * *"));

    patch(script, withoutCron()).expect(200);

    assertThat(exists(script)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 0 31 2 * | UTC", "@reboot | UTC", "0 0 * * * | Nowhere"})
  void badScheduleSavesNothing(String cron, String timezone) {
    String name = "bad " + UUID.randomUUID();

    server
        .admin()
        .post(
            "/api/scripts",
            Map.of(
                "name", name, "code", "pass", "schedule_cron", cron, "schedule_timezone", timezone))
        .expect(400);

    assertThat(
            server
                .database()
                .sql("SELECT count(*) FROM scripts WHERE name = :name")
                .param("name", name)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void dueSlotStartsItsWorkflow() {
    UUID script = create(Map.of("schedule_cron", "@every 10s"));
    Instant slot = describe(script).getInfo().getNextActionTimes().getFirst();

    await()
        .atMost(Duration.ofSeconds(25))
        .until(() -> workflowExists(WorkflowIds.ofSlot(script, slot)));
    patch(script, Map.of("is_active", false)).expect(200);
  }

  @Test
  void whileTemporalIsDownSavesOfTheSpecAreRefusedAndOthersFollowLater() {
    UUID script = create(Map.of("schedule_cron", "0 5 * * *"));
    UUID deleted = create(Map.of("schedule_cron", "0 5 * * *"));
    create(Map.of("schedule_cron", "0 0 29 2 *"));
    server.admin().get("/api/scripts?limit=200").expect(200);
    temporal.stop();
    try {
      refusedInTime(() -> patch(script, Map.of("schedule_cron", "0 6 * * *")));
      refusedInTime(() -> patch(script, Map.of("schedule_timezone", "Asia/Tokyo")));
      refusedInTime(() -> patch(script, withoutCron()));
      refusedInTime(() -> preview("0 6 * * *", "UTC"));
      assertThat(get(script).text("/schedule_cron")).isEqualTo("0 5 * * *");
      assertThat(get(script).text("/schedule_timezone")).isEqualTo("UTC");
      Answer list = server.admin().get("/api/scripts?limit=200").expect(200);
      assertThat(list.json().at("/scripts").valueStream())
          .allSatisfy(listed -> assertThat(listed.at("/next_runs").isArray()).isTrue());

      patch(script, Map.of("description", "saved")).expect(200);
      patch(script, Map.of("catchup_seconds", 900)).expect(200);
      patch(script, Map.of("is_active", false)).expect(200);
      server.admin().delete("/api/scripts/" + deleted).expect(204);
      UUID unscheduled = create(Map.of());
      server.admin().delete("/api/scripts/" + unscheduled).expect(204);
    } finally {
      temporal.restart();
    }

    long back = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> preview("0 6 * * *", "UTC").status() == 200);
    log.info(
        "Previews work {} ms after Temporal",
        Duration.ofNanos(System.nanoTime() - back).toMillis());
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () ->
                describe(script).getSchedule().getState().isPaused()
                    && describe(deleted).getSchedule().getState().isPaused());
    assertThat(describe(script).getSchedule().getPolicy().getCatchupWindow())
        .isEqualTo(Duration.ofMinutes(15));
  }

  private static void refusedInTime(Supplier<Answer> call) {
    long start = System.nanoTime();
    Answer refused = call.get().expect(503);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    log.info("Temporal is down: refused after {} ms", taken.toMillis());
    assertThat(refused.text("/code")).isEqualTo("TEMPORAL_UNAVAILABLE");
    assertThat(taken).isLessThan(Duration.ofSeconds(3));
  }

  private static Map<String, Object> withoutCron() {
    Map<String, Object> none = new HashMap<>();
    none.put("schedule_cron", null);
    none.put("schedule_enabled", false);
    return none;
  }

  private static Answer preview(String cron, String timezone) {
    return server
        .admin()
        .post("/api/schedules/preview", Map.of("cron", cron, "timezone", timezone));
  }

  private static UUID create(Map<String, Object> settings) {
    Map<String, Object> body = new HashMap<>(settings);
    body.put("name", "script " + UUID.randomUUID());
    body.put("code", "print('hi')");
    return UUID.fromString(server.admin().post("/api/scripts", body).expect(201).text("/id"));
  }

  private static Answer patch(UUID script, Map<String, Object> changes) {
    return server
        .admin()
        .header("Content-Type", "application/merge-patch+json")
        .patch("/api/scripts/" + script, changes);
  }

  private static Answer get(UUID script) {
    return server.admin().get("/api/scripts/" + script).expect(200);
  }

  private static ScheduleClient schedules() {
    return server.bean(ScheduleClient.class);
  }

  private static ScheduleDescription describe(UUID script) {
    return schedules().getHandle(WorkflowIds.scheduleOf(script)).describe();
  }

  private static boolean exists(UUID script) {
    try {
      describe(script);
      return true;
    } catch (ScheduleException gone) {
      return false;
    }
  }

  private static boolean workflowExists(String workflowId) {
    try {
      server.bean(WorkflowClient.class).newUntypedWorkflowStub(workflowId).describe();
      return true;
    } catch (WorkflowNotFoundException | WorkflowFailedException notYet) {
      return false;
    }
  }
}
