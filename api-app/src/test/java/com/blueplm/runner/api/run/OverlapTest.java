package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverlapTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void ofTwentyTriggersAtOnceUnderSkipOneRuns() throws Exception {
    String script = gateway.script();
    List<Answer> answers =
        RunLifeTest.atOnce(
            20, () -> server.operator().post("/api/scripts/" + script + "/run", null));
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers)
        .filteredOn(
            answer -> answer.status() == 409 && answer.text("/code").equals("RUN_IN_PROGRESS"))
        .hasSize(19)
        .allMatch(answer -> !answer.text("/run_id").isEmpty());
    assertThat(runs(script)).hasSize(1);
  }

  @Test
  void aQueueIsWorkedOffInOrder() {
    String script = gateway.script("overlap_policy", "queue");
    String first = gateway.trigger(script);
    String second = gateway.trigger(script);
    String third = gateway.trigger(script);
    assertThat(gateway.status(second)).isEqualTo("queued");
    assertThat(gateway.claim(second, 1, UUID.randomUUID()).text("/decision/kind"))
        .isEqualTo("REDISPATCH");

    end(first);
    assertThat(gateway.status(second)).isEqualTo("pending");
    assertThat(gateway.status(third)).isEqualTo("queued");
    assertThat(released(second)).isEqualTo(1);
    server.operator().post("/api/runs/" + second + "/cancel", null).expect(202);
    assertThat(gateway.status(third)).isEqualTo("pending");
    end(third);
    assertThat(gateway.status(third)).isEqualTo("success");
  }

  @Test
  void theTriggerMayChooseItsPolicy() {
    String script = gateway.script();
    gateway.trigger(script);
    assertThat(choose(script, "allow").expect(202).text("/status")).isEqualTo("pending");
    assertThat(choose(script, "queue").expect(202).text("/status")).isEqualTo("queued");
    assertThat(choose(script, "skip").expect(409).text("/code")).isEqualTo("RUN_IN_PROGRESS");
  }

  @Test
  void cancelRunningReplacesTheRunInItsWay() {
    String script = gateway.script("overlap_policy", "cancel_running");
    String first = gateway.trigger(script);
    String second = gateway.trigger(script);
    assertThat(gateway.status(first)).isEqualTo("cancelled");
    assertThat(gateway.status(second)).isEqualTo("pending");
    UUID claim = gateway.claimed(second, 1);
    String third = gateway.trigger(script);
    assertThat(gateway.status(second)).isEqualTo("cancelling");
    assertThat(gateway.status(third)).isEqualTo("queued");
    gateway.finish(second, 1, claim, "cancelled", "end_reason", "cancelled").expect(200);
    assertThat(gateway.status(third)).isEqualTo("pending");
  }

  @Test
  void anInactiveScriptIsNotRun() {
    String script = gateway.script("is_active", false);
    Answer refused = server.operator().post("/api/scripts/" + script + "/run", null);
    assertThat(refused.expect(409).text("/code")).isEqualTo("CONFLICT");
    assertThat(open(script, now().plusSeconds(1)).answer()).isEqualTo(OpenAnswer.DONE);
    assertThat(runs(script)).isEmpty();
  }

  @Test
  void aSlotHasOneRowAndIsSkippedWhenAnotherRunIsInItsWay() {
    String script = gateway.script();
    Instant slot = now();
    Opened opened = open(script, slot);
    assertThat(opened.answer()).isEqualTo(OpenAnswer.GO);
    assertThat(open(script, slot).answer()).isEqualTo(OpenAnswer.GO);
    Answer row = gateway.run(opened.run());
    assertThat(row.text("/trigger_type")).isEqualTo("scheduled");
    assertThat(Instant.parse(row.text("/slot_at"))).isEqualTo(slot);
    assertThat(row.json().at("/triggered_by").isNull()).isTrue();

    Opened next = open(script, slot.plusSeconds(60));
    assertThat(next.answer()).isEqualTo(OpenAnswer.DONE);
    Answer skipped = gateway.run(next.run());
    assertThat(skipped.text("/status")).isEqualTo("skipped");
    assertThat(skipped.text("/end_reason")).isEqualTo("overlap");
    assertThat(skipped.text("/blocked_by")).isEqualTo(opened.run());
    end(opened.run());
    assertThat(open(script, slot).answer()).isEqualTo(OpenAnswer.DONE);
    assertThat(runs(script)).hasSize(2);
  }

  @Test
  void aSlotWaitsInTheQueueAndIsReleased() {
    String script = gateway.script("overlap_policy", "queue");
    String manual = gateway.trigger(script);
    Opened opened = open(script, now());
    assertThat(opened.answer()).isEqualTo(OpenAnswer.QUEUED);
    end(manual);
    assertThat(open(script, now()).run()).isNotNull();
    assertThat(gateway.status(opened.run())).isEqualTo("pending");
  }

  @Test
  void aSlotThatIsTooOldIsMissed() {
    String script = gateway.script("catchup_seconds", 10);
    Opened opened = open(script, now().minusSeconds(71));
    assertThat(opened.answer()).isEqualTo(OpenAnswer.DONE);
    assertThat(gateway.run(opened.run()).text("/status")).isEqualTo("missed");
    assertThat(gateway.run(opened.run()).text("/end_reason")).isEqualTo("outage");

    Opened claimedLate = open(script, now().minusSeconds(60));
    assertThat(claimedLate.answer()).isEqualTo(OpenAnswer.GO);
    age(claimedLate.run());
    assertThat(gateway.claim(claimedLate.run(), 1, UUID.randomUUID()).text("/decision/kind"))
        .isEqualTo("DONE");
    assertThat(gateway.status(claimedLate.run())).isEqualTo("missed");
  }

  @Test
  void aSlotThatWasDispatchedAgainIsNotJudgedByItsAge() {
    String script = gateway.script("catchup_seconds", 10);
    Opened opened = open(script, now());
    gateway.close(opened.run(), 1, CloseCause.WORKER_SUSPECTED);
    age(opened.run());
    gateway.claimed(opened.run(), 1);
  }

  private void end(String run) {
    gateway.finish(run, 1, gateway.claimed(run, 1), "success").expect(200);
  }

  private Opened open(String script, Instant slot) {
    UUID id = UUID.fromString(script);
    gateway.schedule(script);
    UUID run = WorkflowIds.runOfSlot(id, slot);
    return new Opened(run.toString(), gateway.ledger().open(new OpenRequest(id, run, slot)));
  }

  private static Answer choose(String script, String policy) {
    return server.operator().post("/api/scripts/" + script + "/run", Map.of("on_overlap", policy));
  }

  private static List<String> runs(String script) {
    return server
        .viewer()
        .get("/api/runs?script_id=" + script)
        .expect(200)
        .json()
        .at("/runs")
        .values()
        .stream()
        .map(run -> run.at("/id").asString())
        .toList();
  }

  private static int released(String run) {
    return server
        .database()
        .sql("SELECT count(*) FROM workflow_messages WHERE run_id = :run AND kind = 'released'")
        .param("run", UUID.fromString(run))
        .query(Integer.class)
        .single();
  }

  private static void age(String run) {
    server
        .database()
        .sql("UPDATE script_runs SET slot_at = slot_at - interval '2 minutes' WHERE id = :run")
        .param("run", UUID.fromString(run))
        .update();
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private record Opened(String run, OpenAnswer answer) {}
}
