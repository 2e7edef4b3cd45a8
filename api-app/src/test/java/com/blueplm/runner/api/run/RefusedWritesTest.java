package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.audit.AuditLog;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusedWritesTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void everyCallOfASupersededAttemptIsRefusedAndTheFirstOfEachKindIsRecorded(
      CapturedOutput output) {
    String run = gateway.trigger(gateway.script());
    UUID claim = UUID.randomUUID();
    String key = gateway.claim(run, 1, claim).expect(200).text("/order/api_key");
    gateway.output(run, 1, claim, 0, "before\n").expect(200);
    gateway.lose(run, 1);
    UUID second = gateway.claimed(run, 2);

    for (int again = 0; again < 3; again++) {
      superseded(gateway.output(run, 1, claim, 7, "after\n"));
      superseded(gateway.progress(run, 1, claim));
      superseded(gateway.checkpoint(run, 1, claim, "1"));
      superseded(connections(run, 1, claim));
      superseded(gateway.finish(run, 1, claim, "success"));
      assertThat(server.client(key).get("/plm/parts").expect(409).text("/error"))
          .isEqualTo("ATTEMPT_SUPERSEDED");
      assertThat(gateway.line(run, 1, claim).text("/commands/0/kind")).isEqualTo("SUPERSEDED");
    }

    assertThat(recorded(run))
        .containsExactly(
            "worker %s 1 output worker_lost".formatted(gateway.workerId),
            "worker %s 1 progress worker_lost".formatted(gateway.workerId),
            "worker %s 1 checkpoint worker_lost".formatted(gateway.workerId),
            "worker %s 1 connections worker_lost".formatted(gateway.workerId),
            "worker %s 1 finish worker_lost".formatted(gateway.workerId),
            "script %s 1 plm_call worker_lost".formatted(gateway.run(run).text("/script_id")),
            "worker %s 1 line worker_lost".formatted(gateway.workerId));
    assertThat(output.getOut().lines())
        .filteredOn(line -> line.contains("Attempt 1 of run " + run + " (worker_lost) is not"))
        .singleElement()
        .asString()
        .contains(
            " WARN ", "its output was refused", "nothing of it is written", "kills the process");
    assertThat(gateway.run(run).text("/output")).isEqualTo("before\n");
    assertThat(gateway.run(run).json().at("/progress").isNull()).isTrue();
    assertThat(gateway.claim(run, 1, claim).expect(200).text("/decision/kind"))
        .as("a claim of an ended attempt is answered what was decided about it")
        .isEqualTo("RETRY");
    gateway.finish(run, 2, second, "success").expect(200);
  }

  @Test
  void whatALiveAttemptAndItsEndWriteIsNotRecorded() {
    String run = gateway.trigger(gateway.script());
    UUID claim = UUID.randomUUID();
    String key = gateway.claim(run, 1, claim).expect(200).text("/order/api_key");
    gateway.output(run, 1, claim, 0, "a\n").expect(200);
    gateway.progress(run, 1, claim).expect(204);
    connections(run, 1, claim).expect(204);
    server.client(key).get("/plm/parts").expect(200);
    gateway.finish(run, 1, claim, "success").expect(200);
    gateway.finish(run, 1, claim, "success").expect(200);
    assertThat(gateway.line(run, 1, claim).text("/commands/0/kind"))
        .as("it was on its way when the attempt ended")
        .isEqualTo("SUPERSEDED");
    assertThat(recorded(run)).isEmpty();
  }

  @Test
  void aClaimOutOfTurnAndAForeignClaimAreRecorded() {
    String run = gateway.trigger(gateway.script());
    superseded(gateway.claim(run, 2, UUID.randomUUID()));
    assertThat(recorded(run)).as("nobody made attempt 2 of a run that has none").isEmpty();
    gateway.claimed(run, 1);
    superseded(gateway.claim(run, 3, UUID.randomUUID()));
    assertThat(recorded(run)).isEmpty();
    superseded(gateway.claim(run, 2, UUID.randomUUID()));
    superseded(gateway.output(run, 1, UUID.randomUUID(), 0, "x"));
    superseded(gateway.output(UUID.randomUUID().toString(), 1, UUID.randomUUID(), 0, "x"));
    assertThat(recorded(run))
        .containsExactly(
            "worker %s 2 claim null".formatted(gateway.workerId), "worker null 1 output null");
  }

  @Test
  void refusalsAtTheSameTimeAndInTwoProcessesAreRecordedOnce() throws Exception {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    gateway.lose(run, 1);
    List<Answer> answers = RunLifeTest.atOnce(12, () -> gateway.output(run, 1, claim, 0, "late\n"));
    assertThat(answers).allMatch(answer -> answer.status() == 409);
    RefusedWrites ofAnotherReplica =
        new RefusedWrites(server.bean(RefusedWritesRepository.class), server.bean(AuditLog.class));
    ofAnotherReplica.line(UUID.fromString(run), 1, gateway.workerId);
    gateway.line(run, 1, claim);
    assertThat(recorded(run)).hasSize(2);
  }

  private static Answer connections(String run, int attempt, UUID claim) {
    return server
        .worker()
        .header("X-Claim-Id", claim.toString())
        .post(
            "/worker/runs/" + run + "/attempts/" + attempt + "/connections",
            Map.of("connections", List.of()));
  }

  private static void superseded(Answer answer) {
    assertThat(answer.expect(409).text("/code")).isEqualTo("ATTEMPT_SUPERSEDED");
  }

  /** What was recorded about a run, oldest first: actor, attempt, kind of write, outcome. */
  private static List<String> recorded(String run) {
    return server
        .database()
        .sql(
            """
            SELECT concat_ws(' ', actor_kind, coalesce(actor_id, 'null'), details ->> 'attempt',
                             details ->> 'write', coalesce(details ->> 'outcome', 'null'))
              FROM audit_events
             WHERE org_id = :org AND action = 'attempt.refused' AND object_type = 'run'
               AND object_id = :run
             ORDER BY id
            """)
        .param("org", server.orgId())
        .param("run", run)
        .query(String.class)
        .list();
  }
}
