package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a user does first. */
class MainJobTest {
  private static Stack stack;
  private static Api api;

  @BeforeAll
  static void start() {
    stack = Stack.shared();
    api = stack.admin();
  }

  @Test
  void sampleOfThePlanRunsUnchanged() throws Exception {
    String code = Files.readString(Checkout.root().resolve("examples/count_parts.py"));

    String run = api.trigger(api.script(code));

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(30));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    assertThat(ended.at("/output").asString())
        .startsWith("Found 22 parts\n")
        .contains("  - BR-00100: T200 Thruster.sldasm\n");
    assertThat(ended.at("/exit_code").asInt()).isZero();
    assertThat(ended.at("/isolation_level").asString()).isEqualTo("bubblewrap");
    assertThat(ended.at("/attempts").size()).isEqualTo(1);
    assertThat(ended.at("/trigger_type").asString()).isEqualTo("manual");
    assertThat(ended.at("/temporal_url").asString()).startsWith("http://127.0.0.1:");
  }

  @Test
  void scriptReadsChangesAndReadsAgain() {
    String run =
        api.trigger(
            api.script(
                """
                from blueplm import client
                part = client.get_parts(filters={"state": "released"})[0]
                client.update_part(part["id"], {"custom_erp_id": "12345"})
                print(client.get_part(part["id"])["custom_properties"]["custom_erp_id"])
                print(len(client.get_suppliers()), "suppliers")
                """));

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(30));
    assertThat(ended.at("/output").asString()).isEqualTo("12345\n8 suppliers\n");
    assertThat(ended.at("/error").asString()).isEmpty();
  }

  @Test
  void startRunStreamsAndEndsWithTheCodeOfTheScript(@TempDir Path directory) throws Exception {
    Path script = directory.resolve("exit_seven.py");
    Files.writeString(
        script,
        "import sys\nprint('to stdout')\nprint('to stderr', file=sys.stderr)\nsys.exit(7)\n");

    Stack.Ended ended = stack.command("--run", script.toString());

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(7);
    assertThat(ended.stdout()).isEqualTo("to stdout\n");
    assertThat(ended.stderr()).contains("to stderr");
  }

  @Test
  void startRunAnswers124AtTheTimeout(@TempDir Path directory) throws Exception {
    Path script = directory.resolve("sleeps.py");
    Files.writeString(script, "import time\ntime.sleep(60)\n");

    Stack.Ended ended = stack.command("--run", script.toString(), "--timeout", "1");

    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(124);
  }

  @Test
  void scheduleRunsEachSlotOnce() {
    String script =
        api.script(
            "print('slot')", Map.of("schedule_cron", "@every 10s", "overlap_policy", "allow"));
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> succeeded(script).size() >= 3);
      List<JsonNode> runs = succeeded(script);
      Set<Instant> slots = new TreeSet<>();
      runs.forEach(run -> slots.add(Instant.parse(run.at("/slot_at").asString())));
      assertThat(slots).hasSameSizeAs(runs);
      List<Instant> ordered = new ArrayList<>(slots);
      for (int i = 1; i < ordered.size(); i++) {
        assertThat(Duration.between(ordered.get(i - 1), ordered.get(i)).toSeconds()).isEqualTo(10);
      }
      assertThat(runs)
          .allSatisfy(run -> assertThat(run.at("/trigger_type").asString()).isEqualTo("scheduled"));
    } finally {
      api.send("DELETE", "/api/scripts/" + script, null).expect(204);
    }
  }

  @Test
  void manyAtOnceLoseNothing() {
    String script = api.script("print('ok')", Map.of("overlap_policy", "allow"));
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      runs.add(api.trigger(script));
    }

    for (String run : runs) {
      JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(90));
      assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
      assertThat(ended.at("/output").asString()).isEqualTo("ok\n");
    }
  }

  @Test
  void secretReachesTheScriptAndIsMaskedInItsOutput() {
    String script =
        api.script(
            "import os, base64\ns = os.environ['ERP_API_KEY']\nprint(len(s), s)\n"
                + "print(base64.b64encode(s.encode()).decode())\n");
    api.send(
            "PUT",
            "/api/scripts/" + script + "/secrets/ERP_API_KEY",
            Map.of("value", "s3cr3t-value-0815"))
        .expect(204);

    JsonNode ended = api.awaitEnd(api.trigger(script), Duration.ofSeconds(30));

    assertThat(ended.at("/output").asString())
        .startsWith("17 ")
        .doesNotContain("s3cr3t-value-0815");
    assertThat(ended.at("/output").asString()).doesNotContain("czNjcjN0LXZhbHVlLTA4MTU");
  }

  private static List<JsonNode> succeeded(String script) {
    List<JsonNode> runs = new ArrayList<>();
    api.get("/api/scripts/" + script + "/runs?status=success")
        .expect(200)
        .json()
        .at("/runs")
        .forEach(runs::add);
    return runs;
  }
}
