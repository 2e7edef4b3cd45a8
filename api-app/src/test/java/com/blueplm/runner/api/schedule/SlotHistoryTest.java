package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.run.SlotVerdicts;
import com.blueplm.runner.api.schedule.SlotWorkflows.SchedulePosition;
import com.blueplm.runner.api.slot.OpenSlot;
import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.contract.EndReason;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Completeness of the ledger over periods that lie in the past. */
class SlotHistoryTest {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 31 days less the one whose 02:30 the clocks skip; 30 days and the second 01:30.
        "30 2 * * * | 2026-03-01T05:00:00Z | 2026-04-01T04:00:00Z | 30",
        "30 1 * * * | 2025-11-01T04:00:00Z | 2025-12-01T05:00:00Z | 31",
        "*/15 * * * * | 2026-03-07T05:00:00Z | 2026-03-10T04:00:00Z | 284",
        "*/15 * * * * | 2025-11-01T04:00:00Z | 2025-11-04T05:00:00Z | 292",
      })
  void everySlotOfAChangeOfClocksIsThereOnce(String cron, Instant from, Instant to, int count) {
    UUID script = unscheduled();
    fixture.period(script, cron, "America/New_York", from, to);

    List<Instant> rows = SlotFixture.times(fixture.slots(script, from, 1_000));

    assertThat(rows).hasSize(count).isEqualTo(fixture.due(cron, "America/New_York", from, to));
  }

  @Test
  void editsOfCronAndZoneLeaveNoGapAndNoDouble() {
    UUID script = unscheduled();
    Instant start = Instant.parse("2026-03-05T10:07:30Z");
    Instant zoned = Instant.parse("2026-03-08T12:00:00Z");
    Instant edited = Instant.parse("2026-03-29T00:59:59.500Z");
    Instant off = Instant.parse("2026-04-02T00:00:00Z");
    Instant on = Instant.parse("2026-04-03T00:00:00Z");
    Instant end = Instant.parse("2026-04-12T00:00:00Z");
    fixture.period(script, "*/10 * * * *", "America/New_York", start, zoned);
    fixture.period(script, "*/10 * * * *", "Asia/Kolkata", zoned, edited);
    fixture.period(script, "0 * * * *\n@every 25m", "Europe/Berlin", edited, off);
    fixture.period(script, "*/15 * * * *", "Australia/Lord_Howe", on, end);

    fixture.assertComplete(script, start);

    assertThat(fixture.slots(script, start, 1_000)).hasSizeGreaterThan(3_000);
    assertThat(SlotFixture.times(fixture.slots(script, start, 1_000)))
        .contains(zoned)
        .noneMatch(slot -> slot.isAfter(off) && !slot.isAfter(on));
  }

  @Test
  void slotsInAPauseSayWhoPausedAndWhy() {
    UUID script = unscheduled();
    Instant start = Instant.parse("2026-05-01T00:00:00Z");
    fixture.period(script, "0 * * * *", "UTC", start, start.plusSeconds(86_400));
    fixture
        .server
        .database()
        .sql(
            """
            INSERT INTO schedule_pauses
                   (org_id, script_id, kind, source, reason, paused_by, began_at, ended_at)
            SELECT org_id, :script, 'pause', 'person', 'ERP upgrade', id,
                   '2026-05-01T10:00Z', '2026-05-01T14:00Z'
              FROM users WHERE email = 'operator@localhost'
            """)
        .param("script", script)
        .update();

    Answer paused =
        fixture.ask(script, "?from=" + start + "&to=2026-05-02T00:00:00Z&outcome=paused");

    assertThat(SlotFixture.times(paused.expect(200).json().at("/slots").valueStream().toList()))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(11, 14).mapToObj(h -> start.plusSeconds(h * 3_600L)).toList());
    assertThat(paused.text("/slots/0/reason")).isEqualTo("ERP upgrade");
    assertThat(paused.text("/slots/0/paused_by")).isEqualTo("operator@localhost");
    assertThat(paused.text("/slots/0/detail")).contains("operator@localhost", "ERP upgrade");
    assertThat(paused.json().at("/slots/0/run_id").isNull()).isTrue();
    fixture.assertComplete(script, start);
  }

  @Test
  void missedSlotsNameWhatWasAway() {
    UUID script = unscheduled();
    Instant slot = SlotFixture.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(86_400);
    Instant later = slot.plusSeconds(6 * 3_600);
    SlotVerdicts verdicts = fixture.server.bean(SlotVerdicts.class);
    for (Instant missed : List.of(slot, later)) {
      verdicts.missed(new OpenSlot(fixture.server.orgId(), script, missed), EndReason.OUTAGE);
    }
    fixture.period(script, "0 * * * *", "UTC", slot.minusSeconds(1), later);
    fixture
        .server
        .database()
        .sql(
            """
            INSERT INTO service_outages (part, began_at, ended_at)
            VALUES ('temporal', :from, :to)
            """)
        .param("from", slot.minusSeconds(60).atOffset(ZoneOffset.UTC))
        .param("to", slot.plusSeconds(7_000).atOffset(ZoneOffset.UTC))
        .update();

    List<JsonNode> slots = fixture.slots(script, slot.minusSeconds(1), 1_000);

    assertThat(slots.getFirst().at("/reason").asString()).isEqualTo("outage");
    assertThat(slots.getFirst().at("/detail").asString())
        .contains("Temporal was away from " + slot.minusSeconds(60) + " to ");
    assertThat(slots.getLast().at("/reason").asString()).isEqualTo("outage");
    assertThat(slots.getLast().at("/detail").asString())
        .isEqualTo("Temporal did not start it within its window of 3660 s.");
    fixture.assertComplete(script, slot.minusSeconds(1));
  }

  @Test
  void pagesAreTheWholeInOrder() {
    UUID script = unscheduled();
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    fixture.period(script, "0 * * * *", "UTC", start, start.plusSeconds(86_400));

    List<Instant> whole = SlotFixture.times(fixture.slots(script, start, 1_000));
    assertThat(whole).hasSize(24);
    assertThat(SlotFixture.times(fixture.slots(script, start, 7))).isEqualTo(whole);
    assertThat(SlotFixture.times(fixture.slots(script, start, 24))).isEqualTo(whole);

    // from is exclusive, to inclusive.
    Answer some =
        fixture.ask(script, "?from=2026-06-01T03:00:00Z&to=2026-06-01T05:00:00Z").expect(200);
    assertThat(SlotFixture.times(some.json().at("/slots").valueStream().toList()))
        .containsExactly(
            Instant.parse("2026-06-01T04:00:00Z"), Instant.parse("2026-06-01T05:00:00Z"));
    assertThat(some.json().at("/next_cursor").isNull()).isTrue();
    assertThat(
            fixture
                .ask(script, "?from=2026-06-01T03:00:00Z&to=2026-06-01T03:00:00Z")
                .expect(200)
                .json()
                .at("/slots"))
        .isEmpty();
    assertThat(
            fixture
                .ask(script, "?from=2099-01-01T00:00:00Z&to=2099-02-01T00:00:00Z")
                .expect(200)
                .json()
                .at("/slots"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=1001,limit",
    "limit=x,limit",
    "from=yesterday,from",
    "to=2026-13-01T00:00:00Z,to",
    "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z,from",
    "outcome=failed,outcome",
    "outcome=RAN,outcome",
    "cursor=abc,cursor",
    "offset=1,offset",
  })
  void badInputIsRefusedNamingTheParameter(String query, String field) {
    Answer refused = fixture.ask(unscheduled(), "?" + query).expect(400);

    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
  }

  @Test
  void extremeTimesAreTakenAsTheyAre() {
    UUID script = unscheduled();

    fixture.ask(script, "?from=-999999999-01-01T00:00:00Z").expect(200);
    fixture.ask(script, "?to=%2B999999999-01-01T00:00:00Z").expect(200);
    fixture.ask(script, "?to=-999999999-01-01T00:00:00Z").expect(200);
  }

  @Test
  void anotherOrganisationSeesNothing() {
    UUID script = unscheduled();

    fixture.server.otherAdmin().get("/api/scripts/" + script + "/slots").expect(404);
    fixture.server.admin().get("/api/scripts/" + UUID.randomUUID() + "/slots").expect(404);
    fixture.server.anonymous().get("/api/scripts/" + script + "/slots").expect(401);
  }

  @Test
  void twoAccountantsAtOnceWriteEachSlotOnce() throws Exception {
    UUID script = unscheduled();
    Instant start = SlotFixture.now().minusSeconds(86_400 * 10);
    fixture.period(script, "*/2 * * * *", "Europe/Berlin", start, null);
    SlotAccountant accountant = fixture.server.bean(SlotAccountant.class);
    Instant until = SlotFixture.now();

    try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  n ->
                      replicas.submit(
                          () -> accountant.account(fixture.server.orgId(), script, until)))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }

    fixture.assertComplete(script, start);
  }

  @Test
  void changesKeepThePeriods() {
    UUID script = fixture.create("0 5 * * *");
    fixture.patch(script, Map.of("catchup_seconds", 600));
    fixture.patch(script, Map.of("description", "x"));
    assertThat(periods(script)).containsExactly("0 5 * * * UTC open");

    fixture.patch(script, Map.of("schedule_timezone", "Asia/Tokyo"));
    fixture.patch(script, Map.of("schedule_cron", "0 6 * * *"));
    fixture.patch(script, Map.of("schedule_enabled", false));
    fixture.patch(script, Map.of("schedule_cron", "0 7 * * *"));
    fixture.patch(script, Map.of("schedule_enabled", true));

    assertThat(periods(script))
        .containsExactly(
            "0 5 * * * UTC closed",
            "0 5 * * * Asia/Tokyo closed",
            "0 6 * * * Asia/Tokyo closed",
            "0 7 * * * Asia/Tokyo open");
    assertThat(
            fixture
                .server
                .database()
                .sql(
                    """
                    SELECT count(*)
                      FROM schedule_specs a JOIN schedule_specs b ON a.script_id = b.script_id
                       AND a.valid_to = b.valid_from
                     WHERE a.script_id = :script
                    """)
                .param("script", script)
                .query(Integer.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void inactivityAndDeletionArePauses() {
    UUID script = fixture.create("@every 10s", "is_active", false);
    assertThat(pauses(script)).containsExactly("inactive open");
    fixture.patch(script, Map.of("is_active", true));
    fixture.patch(script, Map.of("is_active", true));
    assertThat(pauses(script)).containsExactly("inactive closed");
    fixture.patch(script, Map.of("is_active", false));
    fixture.server.admin().delete("/api/scripts/" + script).expect(204);

    assertThat(pauses(script)).containsExactly("inactive closed", "inactive open", "deleted open");
    assertThat(periods(script)).containsExactly("@every 10s UTC open");
  }

  @Test
  void aSlotIsMissedOnlyWhenTemporalWillNotStartItAnyMore() {
    UUID script = fixture.create("0 0 1 1 *", "catchup_seconds", 10);
    fixture
        .server
        .database()
        .sql("UPDATE schedule_specs SET valid_from = '2026-01-01Z' WHERE script_id = :script")
        .param("script", script)
        .update();
    Instant slotAt = Instant.parse("2026-10-01T00:00:00Z");
    OpenSlot slot = new OpenSlot(fixture.server.orgId(), script, slotAt);
    SchedulePosition passed =
        new SchedulePosition(slotAt.minusSeconds(60), false, 0, Instant.MAX, false);
    SchedulePosition buffered =
        new SchedulePosition(slotAt.minusSeconds(60), false, 1, Instant.MAX, false);
    SchedulePosition behind =
        new SchedulePosition(slotAt.minusSeconds(60), false, 0, slotAt, false);
    SchedulePosition changed =
        new SchedulePosition(slotAt.plusSeconds(1), false, 0, Instant.MAX, false);

    assertThat(verdict(slot, passed, 69)).isEmpty();
    assertThat(verdict(slot, passed, 71)).contains("outage");
    assertThat(verdict(slot, buffered, 9_999)).isEmpty();
    assertThat(verdict(slot, behind, 9_999)).isEmpty();
    assertThat(verdict(slot, changed, 5)).contains("schedule_changed");
    SchedulePosition lost =
        new SchedulePosition(slotAt.plusSeconds(1), true, 0, Instant.MAX, false);
    assertThat(verdict(slot, lost, 5)).as("its Schedule was lost").contains("outage");
    assertThat(
            fixture
                .server
                .bean(SlotPatience.class)
                .verdict(slot, Optional.empty(), slotAt.plusSeconds(9_999)))
        .isEmpty();
    Pauses pauses = fixture.server.bean(Pauses.class);
    UUID org = fixture.server.orgId();
    assertThat(
            pauses.begin(
                org,
                script,
                PauseKind.PAUSE,
                PauseSource.PERSON,
                "ERP upgrade",
                null,
                slotAt.plusSeconds(1)))
        .isTrue();
    assertThat(verdict(slot, passed, 5)).contains("schedule_changed");
    assertThat(verdict(slot, behind, 5)).isEmpty();
    assertThat(verdict(slot, new SchedulePosition(slotAt, false, 0, slotAt, true), 5))
        .contains("schedule_changed");
    assertThat(pauses.end(org, script, PauseKind.PAUSE, null, slotAt.plusSeconds(2))).isTrue();
    assertThat(verdict(slot, passed, 5)).contains("schedule_changed");
    setUnsynced(script);
    assertThat(verdict(slot, changed, 9_999)).isEmpty();
  }

  @Test
  void aSlotRightAfterAShortPauseIsMissedAtOnce() {
    UUID script = fixture.create("0 0 1 1 *");
    Pauses pauses = fixture.server.bean(Pauses.class);
    UUID org = fixture.server.orgId();
    fixture
        .server
        .database()
        .sql("UPDATE schedule_specs SET valid_from = '2026-01-01Z' WHERE script_id = :script")
        .param("script", script)
        .update();
    Instant slotAt = Instant.parse("2026-10-01T00:00:00Z");
    pauses.begin(
        org,
        script,
        PauseKind.INACTIVE,
        PauseSource.PERSON,
        "inactive",
        null,
        slotAt.minusMillis(20));
    pauses.end(org, script, PauseKind.INACTIVE, null, slotAt.minusMillis(5));

    assertThat(verdict(new OpenSlot(org, script, slotAt), passedBefore(slotAt), 5))
        .contains("schedule_changed");
    Instant later = slotAt.plusSeconds(120);
    assertThat(verdict(new OpenSlot(org, script, later), passedBefore(later), 5)).isEmpty();
  }

  @Test
  void aMissingNamespaceIsNotAMissingWorkflow() {
    SlotWorkflows here = fixture.server.bean(SlotWorkflows.class);
    SlotWorkflows nowhere =
        new SlotWorkflows(
            fixture.server.bean(WorkflowServiceStubs.class),
            WorkflowClient.newInstance(
                fixture.server.bean(WorkflowServiceStubs.class),
                WorkflowClientOptions.newBuilder().setNamespace("nowhere").build()),
            fixture.server.bean(ScheduleCalls.class));
    Instant slot = Instant.parse("2026-10-01T00:00:00Z");

    assertThat(here.stateOf(UUID.randomUUID(), slot)).isEqualTo(SlotWorkflows.State.UNKNOWN);
    assertThat(here.positionOf(UUID.randomUUID())).isEmpty();
    assertUnavailable(() -> nowhere.stateOf(UUID.randomUUID(), slot));
    assertUnavailable(() -> nowhere.positionOf(UUID.randomUUID()));
  }

  /** What is asked of a namespace that is not there is asked again later. */
  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.TEMPORAL_UNAVAILABLE));
  }

  /** A Schedule that has decided about the slot and owes nothing. */
  private static SchedulePosition passedBefore(Instant slotAt) {
    return new SchedulePosition(slotAt.minusSeconds(60), false, 0, Instant.MAX, false);
  }

  private static Optional<String> verdict(OpenSlot slot, SchedulePosition position, long after) {
    return fixture
        .server
        .bean(SlotPatience.class)
        .verdict(slot, Optional.of(position), slot.slotAt().plusSeconds(after))
        .map(reason -> reason.wire());
  }

  private static void setUnsynced(UUID script) {
    fixture.server.bean(ScheduleRepository.class).markUnsynced(script);
  }

  private static UUID unscheduled() {
    return fixture.create("0 0 1 1 *", "schedule_enabled", false);
  }

  private static List<String> periods(UUID script) {
    return fixture
        .server
        .database()
        .sql(
            """
            SELECT concat_ws(' ', cron, timezone, CASE WHEN valid_to IS NULL THEN 'open' ELSE 'closed' END)
              FROM schedule_specs WHERE script_id = :script ORDER BY valid_from
            """)
        .param("script", script)
        .query(String.class)
        .list();
  }

  private static List<String> pauses(UUID script) {
    return fixture
        .server
        .database()
        .sql(
            """
            SELECT concat_ws(' ', kind, CASE WHEN ended_at IS NULL THEN 'open' ELSE 'closed' END)
              FROM schedule_pauses WHERE script_id = :script ORDER BY began_at
            """)
        .param("script", script)
        .query(String.class)
        .list();
  }
}
