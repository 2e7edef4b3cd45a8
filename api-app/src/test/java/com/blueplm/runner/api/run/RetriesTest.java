package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The script's own retry settings, from the script's JSON to the rows of the attempts. */
class RetriesTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private static final List<End> ENDS =
      List.of(
          new End("error", "error", "exited", 3, null),
          new End("timeout", "timeout", "timeout", null, 15),
          new End("signal", "error", "signal", null, 11),
          new End("memory_limit", "error", "memory_limit", null, 9),
          new End("none of them", "error", "output_limit", null, 9));

  private final Gateway gateway = new Gateway(server);

  static Stream<Arguments> causes() {
    return Stream.of("error", "timeout", "signal", "memory_limit")
        .flatMap(cause -> ENDS.stream().map(end -> Arguments.of(cause, end)));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void aCauseIsRetriedWhenItIsChosenAndOnlyThen(String cause, End end) {
    String run = gateway.trigger(scriptWith("max_attempts", 2, "on", List.of(cause)));
    boolean chosen = end.cause().equals(cause);
    assertThat(finish(run, 1, end)).isEqualTo(chosen ? "RETRY" : "DONE");
    Answer after = gateway.run(run);
    assertThat(after.text("/status")).isEqualTo(chosen ? "pending" : end.outcome());
    assertThat(after.text("/end_reason")).isEqualTo(chosen ? "" : end.reason());
    assertThat(after.text("/attempts/0/outcome")).isEqualTo(end.outcome());
    if (chosen) {
      assertThat(finish(run, 2, end)).isEqualTo("DONE");
      assertThat(gateway.run(run).text("/status")).isEqualTo(end.outcome());
      assertThat(gateway.run(run).text("/end_reason")).isEqualTo(end.reason());
    }
  }

  @Test
  void withoutACauseNothingIsRetried() {
    String script = scriptWith("max_attempts", 3, "on", List.of());
    for (End end : ENDS) {
      assertThat(finish(gateway.trigger(script), 1, end)).isEqualTo("DONE");
    }
  }

  @ParameterizedTest
  @CsvSource({"2,RETRY", "75,RETRY", "1,DONE", "3,DONE", "255,DONE"})
  void chosenExitCodesAreRetriedAndOthersEndAtOnce(int code, String decision) {
    String run = gateway.trigger(scriptWith("max_attempts", 2, "exit_codes", List.of(2, 75)));
    assertThat(finish(run, 1, new End("error", "error", "exited", code, null))).isEqualTo(decision);
  }

  @Test
  void exitCodesSayNothingAboutOtherCauses() {
    String run =
        gateway.trigger(
            scriptWith(
                "max_attempts", 3, "exit_codes", List.of(2), "on", List.of("error", "timeout")));
    assertThat(finish(run, 1, ENDS.get(1))).isEqualTo("RETRY");
    assertThat(finish(run, 2, ENDS.get(0))).isEqualTo("DONE");
  }

  @Test
  void waitsGrowByTheFactorUpToTheCap() {
    String run =
        gateway.trigger(
            scriptWith(
                "max_attempts",
                6,
                "backoff_seconds",
                2,
                "backoff_factor",
                2.5,
                "max_backoff_seconds",
                20));
    List<String> waits = new ArrayList<>();
    for (int attempt = 1; attempt <= 5; attempt++) {
      UUID claim = gateway.claimed(run, attempt);
      Instant before = databaseTime();
      Duration after =
          Duration.parse(gateway.finish(run, attempt, claim, "error").expect(200).text("/after"));
      Instant latest = databaseTime();
      waits.add(after.toString());
      Answer waiting = gateway.run(run);
      assertThat(Instant.parse(waiting.text("/next_attempt_at")))
          .isBetween(before.plus(after).minusMillis(1), latest.plus(after));
      assertThat(waiting.text("/status")).isEqualTo("pending");
      assertThat(waiting.text("/attempt")).isEqualTo(String.valueOf(attempt));
      assertThat(waiting.json().at("/completed_at").isNull()).isTrue();
      assertThat(waiting.json().at("/attempts").size()).isEqualTo(attempt);
    }
    assertThat(waits).containsExactly("PT2S", "PT5S", "PT12.5S", "PT20S", "PT20S");
    assertThat(finish(run, 6, ENDS.getFirst())).isEqualTo("DONE");
    Answer ended = gateway.run(run);
    assertThat(ended.json().at("/attempts").size()).isEqualTo(6);
    assertThat(ended.json().at("/next_attempt_at").isNull()).isTrue();
    assertThat(gateway.claim(run, 7, UUID.randomUUID()).text("/decision/kind")).isEqualTo("DONE");
  }

  @Test
  void withoutAWaitTheNextAttemptIsDueAtOnce() {
    String run = gateway.trigger(scriptWith("max_attempts", 2, "backoff_seconds", 0));
    UUID claim = gateway.claimed(run, 1);
    assertThat(gateway.finish(run, 1, claim, "error").text("/after")).isEqualTo("PT0S");
    gateway.claimed(run, 2);
  }

  @Test
  void eachAttemptHasItsRowItsTimeoutItsKeyAndItsLines() {
    String run =
        gateway.trigger(
            gateway.script(
                "timeout_seconds",
                7,
                "retry",
                Map.of("max_attempts", 3, "on", List.of("error", "timeout"))));
    UUID first = UUID.randomUUID();
    Answer firstOrder = gateway.claim(run, 1, first).expect(200);
    gateway.output(run, 1, first, 0, "one\nhalf").expect(200);
    gateway.progress(run, 1, first).expect(204);
    gateway
        .finish(run, 1, first, "timeout", "end_reason", "timeout", "exit_code", null, "signal", 15)
        .expect(200);
    Answer waiting = gateway.run(run);
    assertThat(waiting.text("/status")).isEqualTo("pending");
    assertThat(waiting.text("/attempts/0/outcome")).isEqualTo("timeout");
    assertThat(waiting.json().at("/attempts/0/ended_at").isString()).isTrue();
    assertThat(waiting.json().at("/progress").isNull()).as("of the attempt before").isTrue();

    UUID second = UUID.randomUUID();
    Answer secondOrder = gateway.claim(run, 2, second).expect(200);
    for (String same : List.of("/order/timeout_seconds", "/order/run_key", "/order/code")) {
      assertThat(secondOrder.text(same)).isNotEmpty().isEqualTo(firstOrder.text(same));
    }
    assertThat(secondOrder.text("/order/timeout_seconds")).isEqualTo("7");
    assertThat(secondOrder.text("/order/attempt")).isEqualTo("2");
    assertThat(secondOrder.text("/order/api_key")).isNotEqualTo(firstOrder.text("/order/api_key"));
    assertThat(gateway.run(run).json().at("/next_attempt_at").isNull()).isTrue();
    gateway.output(run, 2, second, 0, "two\n").expect(200);
    gateway.finish(run, 2, second, "success", "result", "{\"n\":2}").expect(200);

    Answer ended = gateway.run(run);
    assertThat(ended.text("/status")).isEqualTo("success");
    assertThat(ended.text("/exit_code")).isEqualTo("0");
    assertThat(ended.json().at("/signal").isNull()).isTrue();
    assertThat(ended.text("/attempts/1/outcome")).isEqualTo("success");
    assertThat(ended.text("/result/n")).isEqualTo("2");
    Answer lines = server.viewer().get("/api/runs/" + run + "/output").expect(200);
    assertThat(lines.json().at("/lines").values())
        .extracting(
            line -> line.at("/n").asInt(),
            line -> line.at("/attempt").asInt(),
            line -> line.at("/text").asString())
        .containsExactly(tuple(0, 1, "one"), tuple(1, 1, "half"), tuple(2, 2, "two"));
    assertThat(
            server
                .viewer()
                .get("/api/scripts/" + ended.text("/script_id"))
                .text("/last_run_status"))
        .isEqualTo("success");
  }

  @Test
  void lostWorkersDoNotCountAsAttemptsOfTheScript() {
    String run = gateway.trigger(scriptWith("max_attempts", 2, "backoff_seconds", 3));
    gateway.claimed(run, 1);
    assertThat(gateway.lose(run, 1)).isEqualTo(Decision.retry(Duration.ZERO));
    UUID second = gateway.claimed(run, 2);
    Answer failed = gateway.finish(run, 2, second, "error").expect(200);
    assertThat(failed.text("/kind")).isEqualTo("RETRY");
    assertThat(failed.text("/after")).as("of the first failure").isEqualTo("PT3S");
    gateway.claimed(run, 3);
    assertThat(gateway.lose(run, 3)).isEqualTo(Decision.retry(Duration.ZERO));
    assertThat(finish(run, 4, ENDS.getFirst())).isEqualTo("DONE");
    assertThat(gateway.run(run).json().at("/attempts").values())
        .extracting(attempt -> attempt.at("/outcome").asString())
        .containsExactly("worker_lost", "error", "worker_lost", "error");
    assertThat(gateway.status(run)).isEqualTo("error");
  }

  @Test
  void anOpenRunKeepsTheRetriesThatItWasAcceptedWith() {
    String script = scriptWith("max_attempts", 3, "backoff_seconds", 4, "exit_codes", List.of(3));
    String run = gateway.trigger(script);
    patchRetry(script, Map.of("max_attempts", 1, "on", List.of("timeout")));
    UUID claim = gateway.claimed(run, 1);
    assertThat(gateway.finish(run, 1, claim, "error").text("/after")).isEqualTo("PT4S");
    patchRetry(script, Map.of("max_attempts", 20, "backoff_seconds", 60));
    UUID second = gateway.claimed(run, 2);
    assertThat(gateway.finish(run, 2, second, "error").text("/after")).isEqualTo("PT8S");
    assertThat(finish(run, 3, ENDS.getFirst())).isEqualTo("DONE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"max_attempts\":0} | retry.max_attempts",
        "{\"max_attempts\":1.5} | retry.max_attempts",
        "{\"max_attempts\":\"2\"} | retry.max_attempts",
        "{\"max_attempts\":null} | retry.max_attempts",
        "{\"backoff_seconds\":-1} | retry.backoff_seconds",
        "{\"backoff_factor\":0.9} | retry.backoff_factor",
        "{\"backoff_factor\":1e400} | retry.backoff_factor",
        "{\"max_backoff_seconds\":3601} | retry.max_backoff_seconds",
        "{\"on\":\"error\"} | retry.on",
        "{\"on\":[\"worker_lost\"]} | retry.on",
        "{\"on\":[1]} | retry.on",
        "{\"exit_codes\":[0]} | retry.exit_codes",
        "{\"exit_codes\":[-1]} | retry.exit_codes",
        "{\"exit_codes\":[1,1]} | retry.exit_codes",
        "{\"exit_codes\":[1.5]} | retry.exit_codes",
        "{\"exit_codes\":3} | retry.exit_codes",
        "[] | retry",
        "3 | retry"
      })
  void badSettingsAreRefusedByName(String retry, String field) {
    Answer answer =
        server
            .admin()
            .post("/api/scripts", "{\"name\":\"R\",\"code\":\"1\",\"retry\":" + retry + "}");
    assertThat(answer.expect(400).text("/errors/0/field")).isEqualTo(field);
  }

  private String scriptWith(Object... retry) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (int i = 0; i < retry.length; i += 2) {
      settings.put((String) retry[i], retry[i + 1]);
    }
    return gateway.script("retry", settings);
  }

  private static void patchRetry(String script, Map<String, Object> retry) {
    server.admin().patch("/api/scripts/" + script, Map.of("retry", retry)).expect(200);
  }

  /** Claims an attempt, ends it and answers the decision. */
  private String finish(String run, int attempt, End end) {
    return gateway
        .finish(
            run,
            attempt,
            gateway.claimed(run, attempt),
            end.outcome(),
            "end_reason",
            end.reason(),
            "exit_code",
            end.exitCode(),
            "signal",
            end.signal())
        .expect(200)
        .text("/kind");
  }

  private static Instant databaseTime() {
    return server
        .database()
        .sql("SELECT clock_timestamp()")
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  private record End(
      String cause,
      String outcome,
      String reason,
      @Nullable Integer exitCode,
      @Nullable Integer signal) {}
}
