package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ScheduleControlTest {
  private static ScheduledApi api;

  @BeforeAll
  static void start() {
    api = ScheduledApi.start();
  }

  @AfterAll
  static void stop() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void aPauseIsOnTheScriptInListsAndInTemporal() {
    UUID script = api.scheduled();
    String tag = api.get(script).header("ETag").orElseThrow();

    Answer paused = api.pause(script, "The ERP is down").expect(200);

    assertThat(paused.text("/schedule_paused/reason")).isEqualTo("The ERP is down");
    assertThat(paused.text("/schedule_paused/by")).isEqualTo("operator@localhost");
    assertThat(Instant.parse(paused.text("/schedule_paused/at"))).isAfter(Instant.EPOCH);
    assertThat(paused.json().at("/next_runs")).isEmpty();
    assertThat(paused.header("ETag")).contains(tag);
    assertThat(listed(script).at("/schedule_paused/reason").asString())
        .isEqualTo("The ERP is down");
    assertThat(api.isPausedInTemporal(script)).isTrue();
    assertThat(api.describe(script).getSchedule().getState().getNote())
        .isEqualTo("The ERP is down (by operator@localhost)");

    Answer resumed = api.resume(script).expect(200);

    assertThat(resumed.json().at("/schedule_paused").isNull()).isTrue();
    assertThat(resumed.json().at("/next_runs")).isNotEmpty();
    assertThat(resumed.header("ETag")).contains(tag);
    assertThat(api.isPausedInTemporal(script)).isFalse();
    assertThat(api.resume(script).expect(200).json().at("/schedule_paused").isNull()).isTrue();
  }

  @Test
  void anotherReasonHoldsFromThenOn() {
    UUID script = api.scheduled();
    api.pause(script, "first").expect(200);
    api.pause(script, "second").expect(200);

    assertThat(api.pausedBecause(script)).isEqualTo("second");
    assertThat(api.describe(script).getSchedule().getState().getNote()).startsWith("second");
    assertThat(
            api.server
                .database()
                .sql(
                    """
                    SELECT a.reason FROM schedule_pauses a, schedule_pauses b
                     WHERE a.script_id = :script AND b.script_id = a.script_id
                       AND a.ended_at = b.began_at AND b.ended_at IS NULL
                    """)
                .param("script", script)
                .query(String.class)
                .single())
        .isEqualTo("first");
  }

  @Test
  void aPauseOutlivesAnEditAndInactivity() {
    UUID script = api.scheduled();
    api.pause(script, "for now").expect(200);

    api.patch(script, Map.of("schedule_cron", "0 6 * * *"));
    assertThat(api.isPausedInTemporal(script)).isTrue();
    api.patch(script, Map.of("is_active", false));
    assertThat(api.resume(script).expect(409).text("/code")).isEqualTo("CONFLICT");
    api.patch(script, Map.of("is_active", true));

    assertThat(api.isPausedInTemporal(script)).isTrue();
    assertThat(api.pausedBecause(script)).isEqualTo("for now");
  }

  @Test
  void withoutAScheduleThereIsNothingToPause() {
    UUID script = api.create(Map.of());

    assertThat(api.pause(script, "why not").expect(409).text("/code")).isEqualTo("CONFLICT");
    assertThat(api.resume(script).expect(409).text("/code")).isEqualTo("CONFLICT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"reason\":null}",
        "{\"reason\":\"\"}",
        "{\"reason\":\"  \"}",
        "{\"reason\":7}",
        "{\"reason\":\"TOO LONG\"}",
        "{\"reason\":\"\\u0000\"}"
      })
  void aPauseNeedsAReason(String body) {
    UUID script = api.scheduled();
    Answer refused =
        api.server
            .operator()
            .post(
                "/api/scripts/" + script + "/schedule/pause",
                body.replace("TOO LONG", "x".repeat(501)))
            .expect(400);

    assertThat(refused.text("/errors/0/field")).isEqualTo("reason");
    assertThat(api.isPausedInTemporal(script)).isFalse();
  }

  @Test
  void unknownFieldsAreRefused() {
    UUID script = api.scheduled();
    for (String call : new String[] {"pause", "resume", "backfill"}) {
      String path = "/api/scripts/" + script + "/schedule/" + call;
      api.server.operator().post(path, "{\"colour\":\"red\"}").expect(400);
      api.server.operator().post(path, "[1]").expect(400);
      api.server.operator().post(path, "{").expect(400);
      api.server.viewer().post(path, "{}").expect(403);
      api.server.otherAdmin().post(path, body(call)).expect(404);
      api.server
          .operator()
          .post("/api/scripts/" + UUID.randomUUID() + "/schedule/" + call, body(call))
          .expect(404);
    }
    api.pause(script, "x".repeat(500)).expect(200);
  }

  @Test
  void pausesAndResumesSucceedWhileTemporalIsDown() {
    UUID paused = api.scheduled();
    UUID resumed = api.scheduled();
    api.pause(resumed, "for now").expect(200);
    api.temporal.stop();
    try {
      assertThat(api.pause(paused, "no Temporal").expect(200).text("/schedule_paused/reason"))
          .isEqualTo("no Temporal");
      assertThat(api.resume(resumed).expect(200).json().at("/schedule_paused").isNull()).isTrue();
    } finally {
      api.temporal.restart();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> api.isPausedInTemporal(paused) && !api.isPausedInTemporal(resumed));
    assertThat(api.pausedBecause(paused)).isEqualTo("no Temporal");
    assertThat(api.pausedBecause(resumed)).isEmpty();
  }

  private static String body(String call) {
    return switch (call) {
      case "pause" -> "{\"reason\":\"x\"}";
      case "backfill" -> "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\"}";
      default -> "{}";
    };
  }

  private static JsonNode listed(UUID script) {
    return StreamSupport.stream(
            api.server
                .viewer()
                .get("/api/scripts?limit=200")
                .expect(200)
                .json()
                .at("/scripts")
                .spliterator(),
            false)
        .filter(each -> each.at("/id").asString().equals(script.toString()))
        .findFirst()
        .orElseThrow();
  }
}
