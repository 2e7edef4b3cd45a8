package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.contract.WorkflowIds;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each disagreement is made by hand with Temporal's client, as its UI would. */
class ScheduleDriftTest {
  private static ScheduledApi api;

  @BeforeAll
  static void start() {
    api = ScheduledApi.start("1s");
  }

  @AfterAll
  static void stop() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void aPauseInTemporalIsTakenOverAndSoIsTheResume() {
    UUID script = api.scheduled();

    api.handle(script).pause("Maintenance of the ERP");

    eventually().until(() -> api.pausedBecause(script).equals("Maintenance of the ERP"));
    assertThat(api.get(script).json().at("/schedule_paused/by").isNull()).isTrue();
    assertThat(source(script)).isEqualTo("temporal");
    assertThat(api.isPausedInTemporal(script)).isTrue();

    api.handle(script).unpause("done");

    eventually().until(() -> api.pausedBecause(script).isEmpty());
    assertThat(api.isPausedInTemporal(script)).isFalse();
  }

  @Test
  void slotsThatTemporalDidNotStartBelongToAPauseThatWasSeenLate() {
    UUID script = api.scheduled();
    Instant now = Clock.systemUTC().instant();
    UUID orgId = api.server.orgId();
    for (int ago : new int[] {30, 90}) {
      addSlot(script, now.minusSeconds(ago));
    }
    Pauses pauses = api.server.bean(Pauses.class);
    pauses.begin(
        orgId, script, PauseKind.PAUSE, PauseSource.TEMPORAL, "late", null, now.minusSeconds(60));

    pauses.claimOpenSlots(orgId, script, PauseKind.PAUSE);

    assertThat(
            api.server
                .viewer()
                .get("/api/scripts/" + script + "/slots?from=" + now.minusSeconds(100))
                .expect(200)
                .json()
                .at("/slots")
                .values())
        .extracting(slot -> slot.at("/outcome").asString())
        .containsExactly("pending", "paused");
  }

  @Test
  void aPersonsPauseIsResumedInTemporal() {
    UUID script = api.scheduled();
    api.pause(script, "by a person").expect(200);

    api.handle(script).unpause();

    eventually().until(() -> api.pausedBecause(script).isEmpty());
    assertThat(api.isPausedInTemporal(script)).isFalse();
  }

  @Test
  void inactiveDeletedAndSwitchedOffAreStrongerThanTemporal() {
    UUID inactive = api.scheduled();
    UUID switchedOff = api.scheduled();
    UUID deleted = api.scheduled();
    api.patch(inactive, Map.of("is_active", false));
    api.patch(switchedOff, Map.of("schedule_enabled", false));
    api.server.admin().delete("/api/scripts/" + deleted).expect(204);

    for (UUID script : List.of(inactive, switchedOff, deleted)) {
      api.handle(script).unpause();
    }

    for (UUID script : List.of(inactive, switchedOff, deleted)) {
      eventually().until(() -> api.isPausedInTemporal(script));
    }
    assertThat(api.describe(inactive).getSchedule().getState().getNote()).isEqualTo("inactive");
    assertThat(api.get(inactive).json().at("/schedule_paused").isNull()).isTrue();
  }

  @Test
  void aCronThatWasEditedInTemporalIsWrittenAgain() {
    UUID script = api.scheduled();
    List<Instant> due = nextInTemporal(script);

    update(
        script,
        schedule ->
            Schedule.newBuilder(schedule)
                .setSpec(ScheduleSpec.newBuilder().setCronExpressions(List.of("0 7 * * *")).build())
                .build());

    eventually().until(() -> nextInTemporal(script).equals(due));
  }

  @Test
  void anOverlapPolicyThatWasEditedInTemporalIsWrittenAgainAndItsPauseIsKept() {
    UUID script = api.scheduled();

    update(
        script,
        schedule ->
            Schedule.newBuilder(schedule)
                .setPolicy(
                    SchedulePolicy.newBuilder(schedule.getPolicy())
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .build())
                .build());
    api.handle(script).pause("and paused");

    eventually()
        .until(
            () ->
                api.describe(script).getSchedule().getPolicy().getOverlap()
                    == ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
    eventually().until(() -> api.pausedBecause(script).equals("and paused"));
    assertThat(api.isPausedInTemporal(script)).isTrue();
  }

  @Test
  void aDeletedScheduleIsCreatedAgainAsItWas() {
    UUID script = api.scheduled();
    UUID paused = api.scheduled();
    api.pause(paused, "for now").expect(200);

    api.handle(script).delete();
    api.handle(paused).delete();

    eventually().until(() -> api.find(script).isPresent() && api.find(paused).isPresent());
    assertThat(api.isPausedInTemporal(script)).isFalse();
    assertThat(api.isPausedInTemporal(paused)).isTrue();
    assertThat(api.pausedBecause(paused)).isEqualTo("for now");
  }

  @Test
  void aStrayScheduleIsDeletedButNotAForeignOne() {
    UUID withoutCron = api.create(Map.of());
    UUID foreign = UUID.randomUUID();
    createStray(withoutCron);
    createStray(foreign);

    eventually()
        .until(
            () -> {
              api.server.bean(ScheduleStrays.class).remove();
              return api.find(withoutCron).isEmpty();
            });
    assertThat(api.find(foreign)).isPresent();
    api.handle(foreign).delete();
  }

  @Test
  void nothingIsComparedWhileOurOwnWriteIsDue() {
    UUID script = api.scheduled();
    DriftRepair repair = api.server.bean(DriftRepair.class);
    assertThat(repair.look(script)).isPresent();

    markUnsynced(script);
    assertThat(repair.look(script)).isEmpty();
    repair.repair(script, Instant.EPOCH);
    eventually().until(() -> repair.look(script).filter(Drift::isNone).isPresent());
  }

  @Test
  void anUnknownFingerprintIsStoredUnlessTheScheduleDiffersVisibly() {
    UUID same = api.scheduled();
    UUID edited = api.scheduled();
    update(
        edited,
        schedule ->
            Schedule.newBuilder(schedule)
                .setPolicy(
                    SchedulePolicy.newBuilder(schedule.getPolicy())
                        .setCatchupWindow(Duration.ofMinutes(1))
                        .build())
                .build());
    Instant written = api.describe(same).getInfo().getCreatedAt();
    forgetFingerprints();

    eventually().until(() -> hasFingerprint(same) && hasFingerprint(edited));

    assertThat(api.describe(edited).getSchedule().getPolicy().getCatchupWindow())
        .isEqualTo(Duration.ofHours(1));
    assertThat(api.describe(same).getInfo().getLastUpdatedAt()).isIn(null, written);
  }

  @Test
  void aMissingNamespaceIsNoMissingSchedule() {
    WorkflowServiceStubs stubs = api.server.bean(WorkflowServiceStubs.class);
    String id = WorkflowIds.scheduleOf(UUID.randomUUID());

    assertThat(ScheduleCalls.isMissing(refusal(stubs, "default", id))).isTrue();
    assertThat(ScheduleCalls.isMissing(refusal(stubs, "not-there", id))).isFalse();
  }

  @Test
  void anEmptiedTemporalIsRebuiltAtOnce() {
    List<UUID> scripts = IntStream.range(0, 40).mapToObj(each -> api.scheduled()).toList();
    api.pause(scripts.getFirst(), "for now").expect(200);

    api.temporal.wipe();

    await()
        .atMost(Duration.ofSeconds(15))
        .ignoreExceptions()
        .until(() -> scripts.stream().allMatch(script -> api.find(script).isPresent()));
    assertThat(api.isPausedInTemporal(scripts.getFirst())).isTrue();
    assertThat(api.isPausedInTemporal(scripts.getLast())).isFalse();
    assertThat(api.pausedBecause(scripts.getFirst())).isEqualTo("for now");
    scripts.forEach(script -> api.server.admin().delete("/api/scripts/" + script).expect(204));
    api.server
        .database()
        .sql(
            "UPDATE scripts SET schedule_cron = NULL, schedule_enabled = false WHERE deleted_at IS NOT NULL")
        .update();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200));
  }

  private static void update(UUID script, UnaryOperator<Schedule> change) {
    api.handle(script)
        .update(input -> new ScheduleUpdate(change.apply(input.getDescription().getSchedule())));
  }

  private static List<Instant> nextInTemporal(UUID script) {
    return api.describe(script).getInfo().getNextActionTimes();
  }

  private static void createStray(UUID script) {
    api.server
        .bean(ScheduleClient.class)
        .createSchedule(
            WorkflowIds.scheduleOf(script),
            Schedule.newBuilder()
                .setAction(
                    ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType("RunScript")
                        .setOptions(
                            WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.scheduleOf(script))
                                .setTaskQueue("nobody")
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder().setCronExpressions(List.of("0 5 * * *")).build())
                .build(),
            ScheduleOptions.newBuilder().build());
  }

  private static StatusRuntimeException refusal(
      WorkflowServiceStubs stubs, String namespace, String id) {
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () ->
            stubs
                .blockingStub()
                .describeSchedule(
                    DescribeScheduleRequest.newBuilder()
                        .setNamespace(namespace)
                        .setScheduleId(id)
                        .build()));
  }

  private static void addSlot(UUID script, Instant slotAt) {
    api.server
        .database()
        .sql(
            """
            INSERT INTO schedule_slots (org_id, script_id, slot_at)
            VALUES (:org, :script, :slot::timestamptz)
            """)
        .param("org", api.server.orgId())
        .param("script", script)
        .param("slot", slotAt.toString())
        .update();
  }

  private static String source(UUID script) {
    return api.server
        .database()
        .sql("SELECT source FROM schedule_pauses WHERE script_id = :script AND ended_at IS NULL")
        .param("script", script)
        .query(String.class)
        .single();
  }

  private static void markUnsynced(UUID script) {
    api.server
        .database()
        .sql("UPDATE scripts SET schedule_synced = false WHERE id = :script")
        .param("script", script)
        .update();
  }

  private static void forgetFingerprints() {
    api.server.database().sql("UPDATE scripts SET schedule_fingerprint = NULL").update();
  }

  private static boolean hasFingerprint(UUID script) {
    return api.server
        .database()
        .sql("SELECT schedule_fingerprint IS NOT NULL FROM scripts WHERE id = :script")
        .param("script", script)
        .query(Boolean.class)
        .single();
  }
}
