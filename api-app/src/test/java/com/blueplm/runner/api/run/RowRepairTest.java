package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that contradict each other, made by hand; Temporal is away all the time. */
class RowRepairTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void aRunFollowsTheDecisionOfItsAttempt() {
    String done = ended("{\"kind\":\"DONE\",\"after\":\"PT0S\"}", "error", gateway.script());
    String again = ended("{\"kind\":\"RETRY\",\"after\":\"PT0S\"}", "error", gateway.script());
    String held = ended("{\"kind\":\"HOLD\",\"after\":\"PT0S\"}", "worker_lost", gateway.script());
    String cancelling = ended("{\"kind\":\"RETRY\",\"after\":\"PT0S\"}", "error", gateway.script());
    sql("UPDATE script_runs SET status = 'cancelling' WHERE id = :run", cancelling);

    becomes(done, "error");
    becomes(again, "pending");
    becomes(held, "needs_decision");
    becomes(cancelling, "cancelled");
    assertThat(gateway.run(done).text("/end_reason")).isEqualTo("exited");
    assertThat(gateway.run(done).text("/exit_code")).isEqualTo("3");
    gateway.finish(again, 2, gateway.claimed(again, 2), "success").expect(200);
  }

  @Test
  void anAttemptWithoutARowOrADecisionIsLost() {
    String gone = gateway.trigger(gateway.script("on_worker_loss", "fail"));
    gateway.claimed(gone, 1);
    sql("DELETE FROM script_run_attempts WHERE run_id = :run", gone);
    String undecided = gateway.trigger(gateway.script());
    gateway.claimed(undecided, 1);
    sql("UPDATE script_run_attempts SET ended_at = now() WHERE run_id = :run", undecided);
    String never = gateway.trigger(gateway.script());
    sql("UPDATE script_runs SET status = 'running' WHERE id = :run", never);
    String neverCancelled = gateway.trigger(gateway.script());
    sql("UPDATE script_runs SET status = 'cancelling' WHERE id = :run", neverCancelled);

    becomes(gone, "lost");
    becomes(undecided, "pending");
    becomes(never, "pending");
    becomes(neverCancelled, "cancelled");
    assertThat(gateway.run(gone).text("/error")).contains("worker of attempt 1 was lost");
    assertThat(gateway.run(undecided).text("/attempts/0/outcome")).isEqualTo("worker_lost");
    gateway.finish(undecided, 2, gateway.claimed(undecided, 2), "success").expect(200);
    gateway.finish(never, 1, gateway.claimed(never, 1), "success").expect(200);
  }

  @Test
  void anAttemptThatItsRunDoesNotKnowIsRefused() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    sql(
        """
        UPDATE script_runs SET status = 'success', end_reason = 'exited', completed_at = now()
         WHERE id = :run
        """,
        run);
    await()
        .atMost(LONG)
        .until(
            () ->
                gateway
                    .line(run, 1, claim)
                    .json()
                    .at("/commands")
                    .findValuesAsString("kind")
                    .contains("SUPERSEDED"));
    assertThat(gateway.finish(run, 1, claim, "error").expect(409).text("/code"))
        .isEqualTo("ATTEMPT_SUPERSEDED");
    assertThat(gateway.status(run)).isEqualTo("success");
  }

  @Test
  void aQueueThatStandsStillGoesOnInOrder() {
    String script = gateway.script("overlap_policy", "queue");
    String blocker = gateway.trigger(script);
    String first = gateway.trigger(script);
    String second = gateway.trigger(script);
    sql(
        """
        UPDATE script_runs SET status = 'cancelled', end_reason = 'cancelled', completed_at = now()
         WHERE id = :run
        """,
        blocker);
    becomes(first, "pending");
    assertThat(gateway.status(second)).isEqualTo("queued");
  }

  @Test
  void whatPeopleDecideAboutRunsOfADeletedScript() {
    String script = gateway.script("on_worker_loss", "hold");
    String run = gateway.trigger(script);
    gateway.claimed(run, 1);
    gateway.killLease(run, 1);
    gateway.close(run, 1, CloseCause.WORKER_SUSPECTED);
    server
        .database()
        .sql("UPDATE scripts SET deleted_at = now() WHERE id = :script")
        .param("script", UUID.fromString(script))
        .update();
    decide(run, "rerun", 404);
    decide(run, "give_up", 202);
    assertThat(gateway.run(run).text("/end_reason")).isEqualTo("gave_up");
    decide(run, "give_up", 409);

    String inactive = gateway.script("on_worker_loss", "hold");
    String other = gateway.trigger(inactive);
    gateway.claimed(other, 1);
    gateway.killLease(other, 1);
    gateway.close(other, 1, CloseCause.WORKER_SUSPECTED);
    server.admin().patch("/api/scripts/" + inactive, Map.of("is_active", false)).expect(200);
    decide(other, "rerun", 202);
    assertThat(gateway.status(other)).isEqualTo("pending");
    decide(other, "rerun", 409);
  }

  private String ended(String decision, String outcome, String script) {
    String run = gateway.trigger(script);
    gateway.claimed(run, 1);
    server
        .database()
        .sql(
            """
            UPDATE script_run_attempts
               SET ended_at = now(), outcome = :outcome, decision = CAST(:decision AS jsonb),
                   end_reason = CASE :outcome WHEN 'error' THEN 'exited' ELSE :outcome END,
                   exit_code = CASE :outcome WHEN 'error' THEN 3 END
             WHERE run_id = :run
            """)
        .param("outcome", outcome)
        .param("decision", decision)
        .param("run", UUID.fromString(run))
        .update();
    return run;
  }

  private void becomes(String run, String status) {
    await().atMost(LONG).until(() -> gateway.status(run).equals(status));
  }

  private static void decide(String run, String decision, int status) {
    server
        .operator()
        .post("/api/runs/" + run + "/decide", Map.of("decision", decision))
        .expect(status);
  }

  private static void sql(String statement, String run) {
    server.database().sql(statement).param("run", UUID.fromString(run)).update();
  }
}
