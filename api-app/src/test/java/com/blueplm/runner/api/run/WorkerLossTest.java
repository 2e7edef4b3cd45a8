package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkerLossTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void anAttemptThatWasNeverClaimedIsDispatchedAgain() {
    String run = gateway.trigger(gateway.script());
    assertThat(gateway.close(run, 1, CloseCause.WORKER_SUSPECTED).kind())
        .isEqualTo(Decision.Kind.REDISPATCH);
    assertThat(gateway.status(run)).isEqualTo("pending");
    gateway.claimed(run, 1);
  }

  @Test
  void aLivingWorkerIsReattached() throws Exception {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    CompletableFuture<Decision> close =
        CompletableFuture.supplyAsync(() -> gateway.close(run, 1, CloseCause.WORKER_SUSPECTED));
    while (!close.isDone()) {
      gateway.line(run, 1, claim);
    }
    assertThat(close.get(1, TimeUnit.SECONDS)).isEqualTo(Decision.reattach(gateway.workerId));
    gateway.finish(run, 1, claim, "success").expect(200);
  }

  @Test
  void aDeadWorkersRunIsMadeAgainAndItsWritesAreRefused() {
    String run = gateway.trigger(gateway.script());
    UUID claim = UUID.randomUUID();
    String key = gateway.claim(run, 1, claim).expect(200).text("/order/api_key");
    gateway.output(run, 1, claim, 0, "half a li").expect(200);
    Decision decision = lose(run, 1);
    assertThat(decision.kind()).isEqualTo(Decision.Kind.RETRY);
    assertThat(gateway.close(run, 1, CloseCause.WORKER_SUSPECTED)).isEqualTo(decision);

    superseded(gateway.output(run, 1, claim, 9, "ne\n"));
    superseded(gateway.progress(run, 1, claim));
    superseded(gateway.finish(run, 1, claim, "success"));
    assertThat(server.bean(RunKeys.class).authenticate(key)).isEmpty();
    assertThat(server.client(key).get("/plm/parts").expect(409).text("/error"))
        .isEqualTo("ATTEMPT_SUPERSEDED");
    assertThat(gateway.line(run, 1, claim).text("/commands/0/kind")).isEqualTo("SUPERSEDED");

    UUID second = gateway.claimed(run, 2);
    superseded(gateway.output(run, 1, claim, 9, "ne\n"));
    gateway.finish(run, 2, second, "success").expect(200);
    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("success");
    assertThat(ended.text("/attempts/0/outcome")).isEqualTo("worker_lost");
    assertThat(ended.text("/error")).contains("worker of attempt 1 was lost");
    assertThat(ended.text("/output")).contains("half a li");
  }

  @Test
  void afterThreeLossesTheRunIsLost() {
    String run = gateway.trigger(gateway.script());
    for (int attempt = 1; attempt <= 3; attempt++) {
      gateway.claimed(run, attempt);
      lose(run, attempt);
    }
    assertThat(gateway.run(run).text("/status")).isEqualTo("lost");
    assertThat(gateway.run(run).text("/end_reason")).isEqualTo("worker_lost");
  }

  @Test
  void aHeldRunWaitsForAPerson() {
    String run = gateway.trigger(gateway.script("on_worker_loss", "hold"));
    gateway.claimed(run, 1);
    assertThat(lose(run, 1)).isEqualTo(Decision.hold());
    assertThat(gateway.status(run)).isEqualTo("needs_decision");
    assertThat(gateway.claim(run, 2, UUID.randomUUID()).text("/decision/kind")).isEqualTo("HOLD");

    decide(run, "rerun", 202);
    decide(run, "rerun", 409);
    assertThat(gateway.claim(run, 2, UUID.randomUUID()).text("/decision/kind"))
        .as("the worker before may still be running, cut off from everything")
        .isEqualTo("REDISPATCH");
    server
        .database()
        .sql("UPDATE script_runs SET next_attempt_at = now() WHERE id = :run")
        .param("run", UUID.fromString(run))
        .update();
    UUID claim = gateway.claimed(run, 2);
    gateway.finish(run, 2, claim, "success").expect(200);
    decide(run, "give_up", 409);

    String other = gateway.trigger(gateway.script("on_worker_loss", "hold"));
    gateway.claimed(other, 1);
    lose(other, 1);
    decide(other, "give_up", 202);
    assertThat(gateway.run(other).text("/status")).isEqualTo("lost");
    assertThat(gateway.run(other).text("/end_reason")).isEqualTo("gave_up");
  }

  @Test
  void aDrainedWorkerIsNoLoss() {
    String run = gateway.trigger(gateway.script());
    for (int attempt = 1; attempt <= 4; attempt++) {
      UUID claim = gateway.claimed(run, attempt);
      assertThat(
              gateway
                  .finish(
                      run,
                      attempt,
                      claim,
                      "worker_lost",
                      "end_reason",
                      "worker_lost",
                      "drained",
                      true)
                  .text("/kind"))
          .isEqualTo("RETRY");
    }
  }

  @Test
  void aSlotThatWaitedInTheQueueOrForItsRetryIsNotJudgedByItsAge() {
    String script =
        gateway.script(
            "catchup_seconds",
            10,
            "overlap_policy",
            "queue",
            "retry",
            Map.of("max_attempts", 2, "backoff_seconds", 0));
    server
        .database()
        .sql(
            """
            INSERT INTO schedule_specs (org_id, script_id, cron, timezone, valid_from, accounted_until)
            SELECT org_id, id, '@every 10s', 'UTC', now() - interval '1 day', now() + interval '1 day'
              FROM scripts WHERE id = :script
            """)
        .param("script", UUID.fromString(script))
        .update();
    String blocker = gateway.trigger(script);
    UUID id = UUID.fromString(script);
    Instant slot = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    UUID slotRun = WorkflowIds.runOfSlot(id, slot);
    assertThat(gateway.ledger().open(new OpenRequest(id, slotRun, slot)))
        .isEqualTo(OpenAnswer.QUEUED);
    String run = slotRun.toString();
    gateway.finish(blocker, 1, gateway.claimed(blocker, 1), "success").expect(200);
    age(run);
    gateway.finish(run, 1, gateway.claimed(run, 1), "error").expect(200);
    age(run);
    gateway.finish(run, 2, gateway.claimed(run, 2), "success").expect(200);
    assertThat(gateway.status(run)).isEqualTo("success");
  }

  private static void age(String run) {
    server
        .database()
        .sql("UPDATE script_runs SET slot_at = slot_at - interval '2 minutes' WHERE id = :run")
        .param("run", UUID.fromString(run))
        .update();
  }

  private Decision lose(String run, int attempt) {
    gateway.killLease(run, attempt);
    return gateway.close(run, attempt, CloseCause.WORKER_SUSPECTED);
  }

  private static void superseded(Answer answer) {
    assertThat(answer.expect(409).text("/code")).isEqualTo("ATTEMPT_SUPERSEDED");
  }

  private static void decide(String run, String decision, int status) {
    server
        .operator()
        .post("/api/runs/" + run + "/decide", Map.of("decision", decision))
        .expect(status);
  }
}
