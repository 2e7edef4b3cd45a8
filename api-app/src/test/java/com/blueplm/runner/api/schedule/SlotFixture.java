package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An application with a real Temporal, and what tests of slots do by hand. */
final class SlotFixture implements AutoCloseable {
  final TemporalServer temporal = TemporalServer.start();
  final ApiServer server =
      ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();

  @Override
  public void close() {
    server.close();
    temporal.close();
  }

  static Instant now() {
    return Clock.systemUTC().instant();
  }

  UUID create(String cron, Object... settings) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "script " + UUID.randomUUID());
    body.put("code", "print('hi')");
    body.put("schedule_cron", cron);
    for (int i = 0; i < settings.length; i += 2) {
      body.put((String) settings[i], settings[i + 1]);
    }
    return UUID.fromString(server.admin().post("/api/scripts", body).expect(201).text("/id"));
  }

  void patch(UUID script, Map<String, Object> changes) {
    server
        .admin()
        .header("Content-Type", "application/merge-patch+json")
        .patch("/api/scripts/" + script, changes)
        .expect(200);
  }

  Answer ask(UUID script, String query) {
    return server.viewer().get("/api/scripts/" + script + "/slots" + query);
  }

  /** All slots since a moment, page by page. */
  List<JsonNode> slots(UUID script, Instant from, int limit) {
    String query = "?from=" + from + "&to=" + now() + "&limit=" + limit;
    List<JsonNode> slots = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = ask(script, query + (cursor.isEmpty() ? "" : "&cursor=" + cursor)).expect(200);
      page.json().at("/slots").forEach(slots::add);
      cursor = page.text("/next_cursor");
    } while (!cursor.isEmpty());
    return slots;
  }

  List<JsonNode> slots(UUID script) {
    return slots(script, now().minusSeconds(3600), 1_000);
  }

  /** A period of a schedule in the past, as if it had been saved then. */
  void period(UUID script, String cron, String zone, Instant from, @Nullable Instant to) {
    server
        .database()
        .sql(
            """
            INSERT INTO schedule_specs
                   (org_id, script_id, cron, timezone, valid_from, valid_to, accounted_until)
            VALUES (:org, :script, :cron, :zone, :from, :to::timestamptz, :from)
            """)
        .param("org", server.orgId())
        .param("script", script)
        .param("cron", cron)
        .param("zone", zone)
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("to", to == null ? null : to.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** What Temporal says was due, period by period, up to a moment. */
  List<Instant> due(UUID script, Instant until) {
    List<Instant> due = new ArrayList<>();
    server
        .database()
        .sql(
            """
            SELECT cron, timezone, valid_from, valid_to FROM schedule_specs
             WHERE script_id = :script ORDER BY valid_from
            """)
        .param("script", script)
        .query(
            (row, number) -> {
              OffsetDateTime end = row.getObject("valid_to", OffsetDateTime.class);
              return due.addAll(
                  due(
                      row.getString("cron"),
                      row.getString("timezone"),
                      row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                      end == null || end.toInstant().isAfter(until) ? until : end.toInstant()));
            })
        .list();
    return due;
  }

  /** What Temporal says was due. */
  List<Instant> due(String cron, String zone, Instant from, Instant to) {
    return server
        .bean(MatchingTimes.class)
        .ask(
            CronLines.forTemporal(cron, zone),
            zone,
            spec -> {
              List<Instant> all = new ArrayList<>();
              Instant after = from;
              List<Instant> page;
              do {
                page = after.isBefore(to) ? spec.between(after, to) : List.of();
                all.addAll(page);
                after = page.isEmpty() ? after : page.getLast();
              } while (page.size() == 1_000);
              return all;
            });
  }

  /** No gap and no double: the rows are what Temporal says was due. */
  void assertComplete(UUID script, Instant from) {
    List<Instant> rows = times(slots(script, from, 1_000));
    Instant last = rows.isEmpty() ? now() : rows.getLast();
    assertThat(rows).doesNotHaveDuplicates().isSorted().isEqualTo(due(script, last));
  }

  static List<Instant> times(List<JsonNode> slots) {
    return slots.stream().map(slot -> Instant.parse(slot.at("/slot_at").asString())).toList();
  }

  static List<String> outcomes(List<JsonNode> slots) {
    return slots.stream().map(slot -> slot.at("/outcome").asString()).toList();
  }
}
