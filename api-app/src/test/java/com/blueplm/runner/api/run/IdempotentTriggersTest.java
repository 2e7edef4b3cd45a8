package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotentTriggersTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @ParameterizedTest
  @ValueSource(strings = {"skip", "queue", "cancel_running", "allow"})
  void of200TriggersAtOnceWithOneKeyOneRuns(String policy) throws Exception {
    String script = gateway.script("overlap_policy", policy);
    List<Answer> answers =
        RunLifeTest.atOnce(200, () -> trigger(script, "one", "{\"parameters\":{\"n\":1}}"));
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(199);
    assertThat(answers).extracting(answer -> answer.text("/id")).containsOnly(onlyRun(script));
  }

  @Test
  void ofTriggersAtOnceWithOneKeyAndManyBodiesOneRunsAndTheOthersAreToldOfTheirMistake()
      throws Exception {
    String script = gateway.script("overlap_policy", "allow");
    AtomicInteger body = new AtomicInteger();
    List<Answer> answers =
        RunLifeTest.atOnce(
            40,
            () ->
                trigger(
                    script, "one", "{\"parameters\":{\"n\":" + body.getAndIncrement() % 4 + "}}"));
    String run = onlyRun(script);
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 200)
        .hasSize(9)
        .allMatch(answer -> answer.text("/id").equals(run));
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .hasSize(30)
        .allMatch(answer -> answer.text("/code").equals("IDEMPOTENCY_MISMATCH"));
  }

  @Test
  void aKeyIsTheScriptsOwn() {
    String one = gateway.script();
    String other = gateway.script();
    String run = trigger(one, "nightly", null).expect(202).text("/id");
    assertThat(trigger(other, "nightly", "{\"parameters\":{\"a\":1}}").expect(202).text("/id"))
        .isNotEqualTo(run);
    assertThat(trigger(one, "nightly", null).expect(200).text("/id")).isEqualTo(run);
  }

  @Test
  void noBodyAnEmptyOneAndTheDefaultsAreTheSame() {
    String script = gateway.script();
    String run = trigger(script, "k", null).expect(202).text("/id");
    assertThat(trigger(script, "k", "{}").expect(200).text("/id")).isEqualTo(run);
    assertThat(trigger(script, "k", "{\"parameters\":{\"a\":1}}").expect(409).text("/code"))
        .isEqualTo("IDEMPOTENCY_MISMATCH");
  }

  @Test
  void theSameTriggerIsAnsweredItsRunWhateverBecameOfItAndOfTheScript() {
    String script = gateway.script();
    String run = trigger(script, "k", null).expect(202).text("/id");
    gateway.finish(run, 1, gateway.claimed(run, 1), "error").expect(200);
    server
        .admin()
        .patch("/api/scripts/" + script, Map.of("is_active", false, "code", "2"))
        .expect(200);
    Answer again = trigger(script, "k", null).expect(200);
    assertThat(again.text("/id")).isEqualTo(run);
    assertThat(again.text("/status")).isEqualTo("error");
    assertThat(again.header("Location")).contains("/api/runs/" + run);
  }

  @Test
  void aRefusedTriggerIsForgotten() {
    String script = gateway.script();
    String first = gateway.trigger(script);
    Answer refused = trigger(script, "k", "{\"parameters\":{\"a\":1}}").expect(409);
    assertThat(refused.text("/code")).isEqualTo("RUN_IN_PROGRESS");
    assertThat(refused.text("/run_id")).isEqualTo(first);
    trigger(script, "bad", "{\"revision\":9}").expect(400);
    assertThat(keys(script)).isZero();

    gateway.finish(first, 1, gateway.claimed(first, 1), "success").expect(200);
    save(script, false);
    assertThat(trigger(script, "k", null).expect(409).text("/code")).isEqualTo("CONFLICT");
    save(script, true);
    String run = trigger(script, "k", "{\"parameters\":{\"a\":2}}").expect(202).text("/id");
    assertThat(trigger(script, "k", "{\"parameters\":{\"a\":2}}").expect(200).text("/id"))
        .isEqualTo(run);
    assertThat(keys(script)).isEqualTo(1);
  }

  @Test
  void anExpiredKeyIsANewOne() {
    String script = gateway.script("overlap_policy", "allow");
    String run = trigger(script, "k", null).expect(202).text("/id");
    assertThat(
            server
                .database()
                .sql(
                    """
                    SELECT expires_at BETWEEN now() + interval '1439 minutes' AND now() + interval '24 hours'
                      FROM idempotency_keys WHERE script_id = :script
                    """)
                .param("script", UUID.fromString(script))
                .query(Boolean.class)
                .single())
        .as("kept for 24 hours")
        .isTrue();
    server
        .database()
        .sql("UPDATE idempotency_keys SET expires_at = now() WHERE script_id = :script")
        .param("script", UUID.fromString(script))
        .update();
    String next = trigger(script, "k", "{\"parameters\":{\"a\":1}}").expect(202).text("/id");
    assertThat(next).isNotEqualTo(run);
    assertThat(trigger(script, "k", "{\"parameters\":{\"a\":1}}").expect(200).text("/id"))
        .isEqualTo(next);
    assertThat(trigger(script, "k", null).expect(409).text("/code"))
        .isEqualTo("IDEMPOTENCY_MISMATCH");
    assertThat(keys(script)).isEqualTo(1);
  }

  @Test
  void aRerunHasItsKeyToo() throws Exception {
    String script = gateway.script("overlap_policy", "allow");
    String run = gateway.trigger(script);
    gateway.finish(run, 1, gateway.claimed(run, 1), "error").expect(200);
    List<Answer> answers = RunLifeTest.atOnce(20, () -> rerun(run, "again", null));
    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(19);
    assertThat(answers)
        .extracting(answer -> answer.text("/id"))
        .containsOnly(answers.getFirst().text("/id"));
    for (Answer other :
        List.of(
            rerun(run, "again", "{\"revision\":\"current\"}"),
            rerun(answers.getFirst().text("/id"), "again", null),
            trigger(script, "again", null))) {
      assertThat(other.expect(409).text("/code")).isEqualTo("IDEMPOTENCY_MISMATCH");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void aBlankKeyIsRefused(String key) {
    Answer answer = trigger(gateway.script(), key, null).expect(400);
    assertThat(answer.text("/errors/0/field")).isEqualTo("Idempotency-Key");
  }

  private static Answer trigger(String script, String key, @Nullable String body) {
    return server
        .operator()
        .header("Idempotency-Key", key)
        .post("/api/scripts/" + script + "/run", body);
  }

  private static Answer rerun(String run, String key, @Nullable String body) {
    return server
        .operator()
        .header("Idempotency-Key", key)
        .post("/api/runs/" + run + "/rerun", body);
  }

  private static void save(String script, boolean active) {
    server.admin().patch("/api/scripts/" + script, Map.of("is_active", active)).expect(200);
  }

  private static String onlyRun(String script) {
    Answer runs = server.viewer().get("/api/scripts/" + script + "/runs").expect(200);
    assertThat(runs.json().at("/runs").size()).isEqualTo(1);
    return runs.text("/runs/0/id");
  }

  private static int keys(String script) {
    return server
        .database()
        .sql("SELECT count(*) FROM idempotency_keys WHERE script_id = :script")
        .param("script", UUID.fromString(script))
        .query(Integer.class)
        .single();
  }
}
