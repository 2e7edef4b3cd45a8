package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the preview says, held against what the real Temporal answers. */
class PreviewTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static TemporalServer temporal;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 * * 7",
        "0 0 * * 0,7",
        "0 0 * * 5-7",
        "0 0 * * 1-7/2",
        "0 0 * * */7",
        "0 0 * * 2/2",
        "0 0 * * 0/3",
        "0 0 * * 7/2",
        "0 0 * * sun-Tue",
        "0 0 * FEBRUARY,mar Monday",
        "5/15 3 * * *",
        "*/7 3 1 * *",
        "*/100 0 * * *",
        "*/15,3 0 * * *",
        "0 0 1-5/2 * *",
        "0 0 */2 * *",
        "0 0 */2 * 1",
        "0 0 13 * 5",
        "0 0 13,14 * 5-6\n30 4 * * *\n30 4 1 * *",
        "0 0 29 2 *",
        "0 22-23 * 2-12/5 *",
      })
  void fieldsAreReadAsTemporalReadsThem(String cron) {
    Instant from = Instant.parse("2028-02-01T00:00:00Z");
    Instant until = from.plus(Duration.ofDays(120));
    CronLines lines = CronLines.parse("cron", cron);

    List<Instant> asked =
        server
            .bean(MatchingTimes.class)
            .ask(
                lines.expressionsIn(UTC),
                "UTC",
                spec -> spec.between(from.minusSeconds(1), until.minusSeconds(1)));

    TreeSet<LocalDateTime> read = new TreeSet<>();
    for (CronLine.Fields line : lines.fields()) {
      read.addAll(
          line.expression()
              .between(
                  LocalDateTime.ofInstant(from, ZoneOffset.UTC),
                  LocalDateTime.ofInstant(until, ZoneOffset.UTC)));
    }
    assertThat(asked).isNotEmpty();
    assertThat(asked.stream().map(time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC)))
        .containsExactlyElementsOf(read);
  }

  @Test
  void timeThatTwoLinesNameIsDueOnce() {
    Answer preview = preview("0 9 * * *\n0 9 1 * *\n@daily\n0 9 * * 1-7", "UTC").expect(200);

    List<String> next = new ArrayList<>();
    preview.json().at("/next").forEach(time -> next.add(time.asString()));
    assertThat(next).hasSize(5).doesNotHaveDuplicates();
    assertThat(next).filteredOn(time -> time.contains("T09:00:00")).hasSizeBetween(2, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *  | Europe/Berlin    | 2026-10-25T01:00:00Z | 15",
        "0 * * * *     | Europe/Berlin    | 2026-10-25T01:00:00Z | 60",
        "@hourly       | Europe/London    | 2026-10-25T01:00:00Z | 60",
        "*/5 * * * *   | Australia/Sydney | 2026-04-04T16:00:00Z | 5",
        "0 * * * *     | America/New_York | 2026-03-08T07:00:00Z | 60",
        "*/20 * * * *  | America/St_Johns | 2026-11-01T04:30:00Z | 20",
      })
  void hourlyLinesLoseNothingWhenClocksChange(
      String cron, String zone, Instant change, int minutes) {
    List<Instant> due = due(cron, zone, change.minus(Duration.ofHours(4)), Duration.ofHours(8));

    assertThat(due).hasSize(8 * 60 / minutes);
    for (int i = 1; i < due.size(); i++) {
      assertThat(Duration.between(due.get(i - 1), due.get(i)))
          .isEqualTo(Duration.ofMinutes(minutes));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *       | America/New_York    | the clocks skip 02:30: it does not run then that day.",
        "30 1 * * *       | America/New_York    | 01:30 comes twice: it runs twice that day.",
        "30 2 * * *       | Europe/Berlin       | 02:30 comes twice: it runs once, the second time.",
        "30 2 * * *       | Europe/Berlin       | the clocks skip 02:30",
        "0 0 * * *        | Africa/Cairo        | the clocks skip 00:00",
        "15 2 * * *       | Australia/Lord_Howe | the clocks skip 02:15",
        "45 1 * * *       | Australia/Lord_Howe | 01:45 comes twice: it runs once, the second time.",
        "*/5 2 * * *      | America/New_York    | the clocks skip 02:00, 02:05, … 02:55",
        "@every 12h\\n30 2 * * * | Europe/Berlin | the clocks skip 02:30",
        "*/15 2 * * *     | Europe/Berlin       | the clocks change and it also runs at 03:15",
        "*/15 2 * * *     | Europe/Berlin       | the clocks change and it does not run at 02:15",
      })
  void warningsSayWhatTemporalDoes(String cron, String zone, String warning) {
    assertThat(warnings(cron.replace("\\n", "\n"), zone))
        .anySatisfy(
            said ->
                assertThat(said)
                    .startsWith("On 202")
                    .contains("(daylight saving time, " + zone)
                    .contains(warning));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *    | UTC",
        "30 2 * * *    | Asia/Kolkata",
        "0 9 * * *     | Europe/Berlin",
        "*/15 * * * *  | Europe/Berlin",
        "@every 12h    | Europe/Berlin",
        "0 12 * * *    | Australia/Lord_Howe",
      })
  void noWarningsWhereNothingHappens(String cron, String zone) {
    assertThat(warnings(cron, zone)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 0 * * *        | UTC      | cron     | has 6 fields",
        "0 0 0 * * * 2026   | UTC      | cron     | has 7 fields",
        "CRON_TZ=UTC @daily | UTC      | cron     | CRON_TZ=UTC",
        "60 * * * *         | UTC      | cron     | line 1, \"60 * * * *\": minute \"60\"",
        "0 0 31 2 *         | UTC      | cron     | never fires",
        "@every 9s          | UTC      | cron     | 10s or longer",
        "@every 999999h     | UTC      | cron     | never fires",
        "''                 | UTC      | cron     | is empty",
        "@daily             | +02:00   | timezone | Etc/GMT-2",
        "@daily             | UTC+2    | timezone | Etc/GMT-2",
        "@daily             | Mars     | timezone | \"Mars\" is not a time zone",
        "@daily             | SystemV/EST5 | timezone | is not a time zone",
        "@daily             | europe/berlin | timezone | is not a time zone",
      })
  void refusalsNameFieldLineAndValue(String cron, String zone, String field, String message) {
    Answer refused = preview(cron, zone).expect(400);

    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    assertThat(refused.text("/errors/0/message")).contains(message);
  }

  @Test
  void refusesNul() {
    assertThat(preview("0 9 * * *\u0000", "UTC").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EST5EDT", "Etc/GMT+5", "US/Eastern", "Europe/Kyiv", "GMT0"})
  void oldNamesOfZonesAreTaken(String zone) {
    preview("0 9 * * *", zone).expect(200);
  }

  @Test
  void tellsTheTimesOnTheClocksOfTheZoneToo() {
    assertThat(preview("30 2 29 2 *", "Asia/Kolkata").text("/next_local/0"))
        .isEqualTo("Tue 29 Feb 2028 02:30:00 +05:30");
  }

  private static List<Instant> due(String cron, String zone, Instant from, Duration length) {
    return server
        .bean(MatchingTimes.class)
        .ask(
            CronLines.parse("cron", cron).expressionsIn(ZoneId.of(zone)),
            zone,
            spec -> spec.between(from, from.plus(length)));
  }

  private static List<String> warnings(String cron, String zone) {
    List<String> warnings = new ArrayList<>();
    preview(cron, zone)
        .expect(200)
        .json()
        .at("/warnings")
        .forEach(warning -> warnings.add(warning.asString()));
    return warnings;
  }

  private static Answer preview(String cron, String timezone) {
    return server
        .admin()
        .post("/api/schedules/preview", Map.of("cron", cron, "timezone", timezone));
  }
}
