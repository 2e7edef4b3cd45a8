package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cancelling runs in each of their states, alone and together. */
class CancelStatesTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void whatNoWorkerHoldsEndsWithTheRequest() {
    for (String run : List.of(pending(), queued(), waiting(), held())) {
      Answer cancelled = cancel(run).expect(202);
      assertThat(cancelled.text("/status")).isEqualTo("cancelled");
      assertThat(cancelled.text("/end_reason")).isEqualTo("cancelled");
      assertThat(cancelled.json().at("/next_attempt_at").isNull()).isTrue();
      assertThat(cancelled.json().at("/cancel_requested_at").isString()).isTrue();
      assertThat(cancelled.json().at("/completed_at").isString()).isTrue();
      assertThat(cancel(run).expect(409).text("/code")).isEqualTo("RUN_FINISHED");
      assertThat(gateway.claim(run, 1, UUID.randomUUID()).text("/decision/kind")).isEqualTo("DONE");
      assertThat(messages(run)).as("the workflow is told").isEqualTo(1);
    }
  }

  @Test
  void aHeldRunThatIsCancelledWaitsForNoDecision() {
    String run = held();
    cancel(run).expect(202);
    for (String decision : List.of("rerun", "give_up")) {
      Answer late =
          server.operator().post("/api/runs/" + run + "/decide", Map.of("decision", decision));
      assertThat(late.expect(409).text("/code")).isEqualTo("CONFLICT");
    }
    assertThat(gateway.run(run).text("/end_reason")).isEqualTo("cancelled");
  }

  @Test
  void aRunningOneIsSeenAsCancellingEverywhereAtOnce() {
    String script = gateway.script();
    String run = gateway.trigger(script);
    UUID claim = gateway.claimed(run, 1);
    Answer first = cancel(run).expect(202);
    assertThat(first.text("/status")).isEqualTo("cancelling");
    String at = first.text("/cancel_requested_at");
    assertThat(at).isNotEmpty();
    Answer listed = server.viewer().get("/api/runs?status=cancelling&script_id=" + script);
    assertThat(listed.text("/runs/0/id")).isEqualTo(run);
    assertThat(cancel(run).expect(202).text("/cancel_requested_at")).isEqualTo(at);
    assertThat(messages(run)).isEqualTo(1);
    gateway.output(run, 1, claim, 0, "cleaning up\n").expect(200);
    gateway
        .finish(run, 1, claim, "cancelled", "end_reason", "cancelled", "exit_code", null)
        .expect(200);
    assertThat(gateway.run(run).text("/output")).isEqualTo("cleaning up\n");
    assertThat(cancel(run).expect(409).text("/code")).isEqualTo("RUN_FINISHED");
  }

  @Test
  void everyStateIsCancelledTogether() {
    String running = running();
    String cancelling = running();
    cancel(cancelling).expect(202);
    List<String> open = List.of(pending(), queued(), waiting(), held(), running, cancelling);
    String finished = finished();
    List<String> all = new ArrayList<>(open);
    all.add(finished);
    all.add(running);

    Answer answer = bulk(Map.of("run_ids", all)).expect(202);
    assertThat(answer.json().at("/cancelled").values())
        .extracting(id -> id.asString())
        .containsExactlyInAnyOrderElementsOf(open);
    assertThat(answer.json().at("/finished").values())
        .extracting(id -> id.asString())
        .containsExactly(finished);
    assertThat(open)
        .allSatisfy(
            run ->
                assertThat(gateway.status(run))
                    .isEqualTo(
                        run.equals(running) || run.equals(cancelling)
                            ? "cancelling"
                            : "cancelled"));
    assertThat(gateway.status(finished)).isEqualTo("success");
    assertThat(bulk(Map.of("run_ids", all)).expect(202).json().at("/finished").size()).isEqualTo(5);
  }

  @Test
  void oneUnknownOrForeignRunRefusesTheWholeAndNothingIsCancelled() {
    String mine = pending();
    String foreign = foreignRun();
    for (String other : List.of(foreign, UUID.randomUUID().toString())) {
      bulk(Map.of("run_ids", List.of(mine, other))).expect(404);
      cancel(other).expect(404);
    }
    assertThat(gateway.status(mine)).isEqualTo("pending");
    assertThat(messages(mine) + messages(foreign)).isZero();
    assertThat(server.otherAdmin().get("/api/runs/" + foreign).expect(200).text("/status"))
        .isEqualTo("pending");
    server.viewer().post("/api/runs/" + mine + "/cancel", null).expect(403);
    server.viewer().post("/api/runs/cancel", Map.of("run_ids", List.of(mine))).expect(403);
    assertThat(gateway.status(mine)).isEqualTo("pending");
  }

  @Test
  void allRunsOfAScriptAreCancelledAndNoneOfThemIsReleasedMeanwhile() {
    String script = gateway.script("overlap_policy", "queue");
    String running = gateway.trigger(script);
    gateway.claimed(running, 1);
    List<String> queue =
        List.of(gateway.trigger(script), gateway.trigger(script), gateway.trigger(script));
    String bystander = pending();

    Answer answer = bulk(Map.of("script_id", script)).expect(202);
    assertThat(answer.json().at("/cancelled").size()).isEqualTo(4);
    assertThat(answer.json().at("/finished").size()).isZero();
    assertThat(gateway.status(running)).isEqualTo("cancelling");
    assertThat(queue).allMatch(run -> gateway.status(run).equals("cancelled"));
    assertThat(released(queue)).isZero();
    assertThat(gateway.status(bystander)).isEqualTo("pending");
    assertThat(
            bulk(Map.of("script_id", gateway.script())).expect(202).json().at("/cancelled").size())
        .as("of a script without open runs")
        .isZero();
  }

  @Test
  void aCancelledWaiterLeavesTheOrderOfTheOthersAlone() {
    String script = gateway.script("overlap_policy", "queue");
    String first = gateway.trigger(script);
    List<String> queue = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      queue.add(gateway.trigger(script));
    }
    cancel(queue.get(1)).expect(202);
    assertThat(gateway.status(first)).as("still in the way").isEqualTo("pending");
    List<String> order = new ArrayList<>();
    String next = first;
    while (!next.isEmpty()) {
      gateway.finish(next, 1, gateway.claimed(next, 1), "success").expect(200);
      List<String> released =
          queue.stream().filter(run -> gateway.status(run).equals("pending")).toList();
      assertThat(released).hasSizeLessThan(2);
      next = released.isEmpty() ? "" : released.getFirst();
      order.addAll(released);
    }
    assertThat(order).containsExactly(queue.get(0), queue.get(2), queue.get(3));
  }

  private String pending() {
    return gateway.trigger(gateway.script());
  }

  private String queued() {
    String script = gateway.script("overlap_policy", "queue");
    gateway.trigger(script);
    String queued = gateway.trigger(script);
    assertThat(gateway.status(queued)).isEqualTo("queued");
    return queued;
  }

  private String waiting() {
    String run = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 2)));
    gateway.finish(run, 1, gateway.claimed(run, 1), "error").expect(200);
    assertThat(gateway.run(run).json().at("/next_attempt_at").isString()).isTrue();
    return run;
  }

  private String held() {
    String run = gateway.trigger(gateway.script("on_worker_loss", "hold"));
    gateway.claimed(run, 1);
    gateway.lose(run, 1);
    assertThat(gateway.status(run)).isEqualTo("needs_decision");
    return run;
  }

  private String running() {
    String run = pending();
    gateway.claimed(run, 1);
    return run;
  }

  private String finished() {
    String run = pending();
    gateway.finish(run, 1, gateway.claimed(run, 1), "success").expect(200);
    return run;
  }

  private static String foreignRun() {
    String script =
        server
            .otherAdmin()
            .post("/api/scripts", Map.of("name", "Theirs " + UUID.randomUUID(), "code", "1"))
            .expect(201)
            .text("/id");
    return server
        .otherAdmin()
        .post("/api/scripts/" + script + "/run", null)
        .expect(202)
        .text("/id");
  }

  private static int messages(String run) {
    return server
        .database()
        .sql("SELECT count(*) FROM workflow_messages WHERE run_id = :run AND kind = 'cancel'")
        .param("run", UUID.fromString(run))
        .query(Integer.class)
        .single();
  }

  private static int released(List<String> runs) {
    return server
        .database()
        .sql(
            """
            SELECT count(*) FROM workflow_messages
             WHERE kind = 'released' AND run_id = ANY (:runs::uuid[])
            """)
        .param("runs", runs.toArray(String[]::new))
        .query(Integer.class)
        .single();
  }

  private static Answer cancel(String run) {
    return server.operator().post("/api/runs/" + run + "/cancel", null);
  }

  private static Answer bulk(Map<String, Object> body) {
    return server.operator().post("/api/runs/cancel", body);
  }
}
