package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.slot.OpenSlot;
import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlotOpeningTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

  @Test
  void theSlotNamesItsRunFromTheSameTransactionOn() {
    UUID script = scheduled();

    assertThat(open(script, now)).isEqualTo(OpenAnswer.GO);
    assertThat(open(script, now)).isEqualTo(OpenAnswer.GO);

    assertThat(slots(script))
        .containsExactly(row(now, WorkflowIds.runOfSlot(script, now).toString(), "pending"));
  }

  @Test
  void aSlotInAPauseHasNoRun() {
    UUID script = scheduled();
    pause(script, now.minusSeconds(30));

    assertThat(open(script, now)).isEqualTo(OpenAnswer.DONE);
    assertThat(open(script, now)).isEqualTo(OpenAnswer.DONE);

    assertThat(slots(script)).containsExactly(row(now, null, "paused"));
  }

  @Test
  void aSlotInAPauseThatIsOverStaysPaused() {
    UUID script = scheduled();
    pause(script, now.minusSeconds(30));
    pauses().end(server.orgId(), script, PauseKind.PAUSE, null, now.minusSeconds(10));

    assertThat(open(script, now.minusSeconds(10))).isEqualTo(OpenAnswer.DONE);
    assertThat(open(script, now.minusSeconds(30))).isEqualTo(OpenAnswer.GO);
    assertThat(slots(script))
        .extracting(slot -> slot.get("outcome"))
        .containsExactly("pending", "paused");
  }

  @Test
  void aLateSlotFromBeforeAPauseIsMissed() {
    UUID script = scheduled();
    pause(script, now.minusSeconds(5));
    Instant slot = now.minusSeconds(5);

    assertThat(open(script, slot)).isEqualTo(OpenAnswer.DONE);

    String run = WorkflowIds.runOfSlot(script, slot).toString();
    assertThat(gateway.run(run).text("/end_reason")).isEqualTo("schedule_changed");
    assertThat(slots(script)).containsExactly(row(slot, run, "missed"));
  }

  @Test
  void aLateSlotFromBeforeTheDeletionIsMissed() {
    UUID script = scheduled();
    server.admin().delete("/api/scripts/" + script).expect(204);

    assertThat(open(script, now.minusSeconds(5))).isEqualTo(OpenAnswer.DONE);
    assertThat(open(script, now.plusSeconds(5))).isEqualTo(OpenAnswer.DONE);

    assertThat(slots(script))
        .extracting(slot -> slot.get("outcome"))
        .containsExactly("missed", "paused");
  }

  @Test
  void aSlotOfAScheduleThatIsGoneHasNoRow() {
    UUID script = scheduled();
    server
        .database()
        .sql("UPDATE schedule_specs SET valid_to = :at WHERE script_id = :script")
        .param("at", now.minusSeconds(1).atOffset(ZoneOffset.UTC))
        .param("script", script)
        .update();

    assertThat(open(script, now)).isEqualTo(OpenAnswer.DONE);
    assertThat(slots(script)).isEmpty();
    assertThat(open(script, now.minusSeconds(1))).isEqualTo(OpenAnswer.GO);
    assertThat(slots(script)).hasSize(1);
  }

  @Test
  void whoeverComesFirstDecides() {
    UUID script = scheduled();
    SlotVerdicts verdicts = server.bean(SlotVerdicts.class);
    OpenSlot missed = new OpenSlot(server.orgId(), script, now.minusSeconds(20));
    OpenSlot opened = new OpenSlot(server.orgId(), script, now.minusSeconds(10));
    OpenSlot ended = new OpenSlot(server.orgId(), script, now);

    verdicts.missed(missed, EndReason.OUTAGE);
    assertThat(open(script, missed.slotAt())).isEqualTo(OpenAnswer.DONE);
    assertThat(open(script, opened.slotAt())).isEqualTo(OpenAnswer.GO);
    verdicts.missed(opened, EndReason.OUTAGE);
    verdicts.terminated(ended);

    assertThat(slots(script))
        .extracting(slot -> slot.get("outcome"))
        .containsExactly("missed", "pending", "cancelled");
    assertThat(gateway.run(WorkflowIds.runOfSlot(script, now).toString()).text("/end_reason"))
        .isEqualTo("terminated_in_temporal");
  }

  private UUID scheduled() {
    String script = gateway.script();
    gateway.schedule(script);
    return UUID.fromString(script);
  }

  private void pause(UUID script, Instant at) {
    assertThat(
            pauses()
                .begin(
                    server.orgId(),
                    script,
                    PauseKind.PAUSE,
                    PauseSource.PERSON,
                    "ERP is being upgraded",
                    null,
                    at))
        .isTrue();
  }

  private static Pauses pauses() {
    return server.bean(Pauses.class);
  }

  private OpenAnswer open(UUID script, Instant slot) {
    return gateway
        .ledger()
        .open(new OpenRequest(script, WorkflowIds.runOfSlot(script, slot), slot));
  }

  private static Map<String, Object> row(Instant slot, @Nullable String run, String outcome) {
    Map<String, Object> row = new HashMap<>();
    row.put("slot", slot.getEpochSecond());
    row.put("run", run);
    row.put("outcome", outcome);
    return row;
  }

  private static List<Map<String, Object>> slots(UUID script) {
    return server
        .database()
        .sql(
            """
            SELECT extract(epoch FROM s.slot_at)::bigint AS slot, s.run_id::text AS run,
                   coalesce(r.status, CASE WHEN s.pause_id IS NULL THEN 'open' ELSE 'paused' END)
                     AS outcome
              FROM schedule_slots s LEFT JOIN script_runs r ON r.id = s.run_id
             WHERE s.script_id = :script
             ORDER BY s.slot_at
            """)
        .param("script", script)
        .query()
        .listOfRows();
  }
}
