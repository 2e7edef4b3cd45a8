package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void theNextAttemptGetsTheNewestOneAfterALossAndAfterAFailure() {
    String run = gateway.trigger(gateway.script("retry", Map.of("max_attempts", 2)));
    UUID first = UUID.randomUUID();
    Answer order = gateway.claim(run, 1, first).expect(200);
    assertThat(order.json().at("/order/checkpoint").isNull()).isTrue();
    assertThat(gateway.run(run).json().at("/checkpoint_at").isNull()).isTrue();
    gateway.checkpoint(run, 1, first, "{\"page\":1}").expect(204);
    gateway.checkpoint(run, 1, first, " {\"page\": 2, \"done\": [\"ä\", null]} ").expect(204);
    String at = gateway.run(run).text("/checkpoint_at");
    assertThat(at).matches(".*\\.\\d{3}Z");

    gateway.lose(run, 1);
    UUID second = UUID.randomUUID();
    assertThat(checkpoint(gateway.claim(run, 2, second)))
        .isEqualTo("{\"done\": [\"ä\", null], \"page\": 2}");
    superseded(gateway.checkpoint(run, 1, first, "{\"page\":9}"));
    assertThat(gateway.run(run).text("/checkpoint_at")).isEqualTo(at);
    gateway.checkpoint(run, 2, second, "3").expect(204);
    assertThat(Instant.parse(gateway.run(run).text("/checkpoint_at"))).isAfter(at);

    gateway.finish(run, 2, second, "error").expect(200);
    superseded(gateway.checkpoint(run, 2, second, "4"));
    UUID third = UUID.randomUUID();
    assertThat(checkpoint(gateway.claim(run, 3, third))).isEqualTo("3");
    assertThat(checkpoint(gateway.claim(run, 3, third))).as("claimed again").isEqualTo("3");
    gateway.finish(run, 3, third, "success").expect(200);
    assertThat(gateway.run(run).json().at("/checkpoint_at").isString()).isTrue();
    superseded(gateway.checkpoint(run, 3, third, "5"));
  }

  @Test
  void aRerunAndAnotherRunStartWithoutOne() {
    String script = gateway.script("overlap_policy", "allow");
    String run = gateway.trigger(script);
    UUID claim = gateway.claimed(run, 1);
    gateway.checkpoint(run, 1, claim, "\"here\"").expect(204);
    gateway.finish(run, 1, claim, "error").expect(200);
    String rerun =
        server.operator().post("/api/runs/" + run + "/rerun", null).expect(202).text("/id");
    for (String other : new String[] {rerun, gateway.trigger(script)}) {
      Answer order = gateway.claim(other, 1, UUID.randomUUID()).expect(200);
      assertThat(order.json().at("/order/checkpoint").isNull()).isTrue();
      assertThat(gateway.run(other).json().at("/checkpoint_at").isNull()).isTrue();
    }
  }

  @Test
  void listsShowItToo() {
    String script = gateway.script();
    String run = gateway.trigger(script);
    gateway.checkpoint(run, 1, gateway.claimed(run, 1), "1").expect(204);
    Answer list = server.viewer().get("/api/scripts/" + script + "/runs").expect(200);
    assertThat(list.text("/runs/0/checkpoint_at")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | null",
        "\"a\\u0000b\" | \"a\ufffdb\"",
        "\"a\\\\u0000b\" | \"a\\\\u0000b\"",
        "\"a\\ud800b\" | \"a\ufffdb\"",
        "\"\\ud83d\\ude00\" | \"😀\"",
        "{\"k\\u0000\":1} | {\"k\ufffd\": 1}",
        "123456789012345678901234567890 | 123456789012345678901234567890"
      })
  void anyJsonIsKeptAsTheDatabaseCanHoldIt(String value, String kept) {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    gateway.checkpoint(run, 1, claim, value).expect(204);
    gateway.lose(run, 1);
    assertThat(checkpoint(gateway.claim(run, 2, UUID.randomUUID()))).isEqualTo(kept);
  }

  @Test
  void aResultWithHalfASurrogatePairDoesNotKeepARunFromEnding() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    gateway.finish(run, 1, claim, "success", "result", "{\"t\":\"a\\ud800b\"}").expect(200);
    assertThat(gateway.run(run).text("/result/t")).isEqualTo("a\ufffdb");
  }

  @Test
  void whatCannotBeKeptIsRefusedAndTheOneBeforeStays() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    String largest = "\"" + "x".repeat(RunCheckpoints.MAX_BYTES - 2) + "\"";
    gateway.checkpoint(run, 1, claim, largest).expect(204);
    Answer tooLarge = gateway.checkpoint(run, 1, claim, largest + " ");
    assertThat(tooLarge.expect(413).text("/code")).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(tooLarge.text("/detail")).contains("65536").contains("65537");
    for (String bad : new String[] {"", " ", "{", "nothing", "\"a\u0000\"", "NaN", "1 2"}) {
      assertThat(gateway.checkpoint(run, 1, claim, bad).expect(400).text("/errors/0/field"))
          .isEqualTo("value");
    }
    Answer absent =
        server
            .worker()
            .header("X-Claim-Id", claim.toString())
            .post("/worker/runs/" + run + "/attempts/1/checkpoint", "{}");
    assertThat(absent.expect(400).text("/errors/0/field")).isEqualTo("value");
    superseded(gateway.checkpoint(run, 1, UUID.randomUUID(), "1"));
    superseded(gateway.checkpoint(run, 2, claim, "1"));
    superseded(gateway.checkpoint(UUID.randomUUID().toString(), 1, claim, "1"));
    gateway.lose(run, 1);
    assertThat(checkpoint(gateway.claim(run, 2, UUID.randomUUID()))).isEqualTo(largest);
  }

  private static String checkpoint(Answer claim) {
    return claim.expect(200).text("/order/checkpoint");
  }

  private static void superseded(Answer answer) {
    assertThat(answer.expect(409).text("/code")).isEqualTo("ATTEMPT_SUPERSEDED");
  }
}
