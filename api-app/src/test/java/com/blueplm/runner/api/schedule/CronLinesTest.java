package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronLinesTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 */6 * * *        | 0 */6 * * *",
        "0   9 * * 1-5      | 0 9 * * 1-5",
        "@hourly            | 0 * * * *",
        "@Daily             | 0 0 * * *",
        "@weekly            | 0 0 * * 0",
        "@monthly           | 0 0 1 * *",
        "@yearly            | 0 0 1 1 *",
        "@every 10s         | @every 10s",
        "@every 1h30m       | @every 5400s",
        "@EVERY   90s       | @every 90s",
        "0 0 */2 * 1        | 0 0 */2 * 1",
        "0 0 1 * */2        | 0 0 1 * */2",
        "0 9 * JAN,JUN MON  | 0 9 * JAN,JUN MON",
        "0 0 * * 7          | 0 0 * * 7",
      })
  void oneLineBecomesOneExpression(String line, String expression) {
    assertThat(CronLines.parse("schedule_cron", line).expressionsIn(UTC))
        .containsExactly(expression);
  }

  @Test
  void dayOfMonthAndWeekdayMatchEitherAsInCrontab() {
    assertThat(CronLines.parse("cron", "0 0 13 * 5").expressionsIn(UTC))
        .containsExactly("0 0 13 * *", "0 0 * * 5");
  }

  @Test
  void severalLinesAreKeptInOrderAndBlankOnesDropped() {
    assertThat(CronLines.parse("cron", "0 9 * * *\r\n\n  30 17 * * 5 \n").expressionsIn(UTC))
        .isEqualTo(List.of("0 9 * * *", "30 17 * * 5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *       | Europe/Berlin       | @every 15m",
        "5/15 * * * *       | Europe/Berlin       | @every 15m/5m",
        "@hourly            | America/New_York    | @every 60m",
        "30 * * * *         | Europe/London       | @every 60m/30m",
        "0 * * * *          | America/St_Johns    | @every 60m/30m",
        "* * * * *          | Australia/Sydney    | @every 1m",
        "5,50 * * * *       | Africa/Casablanca   | @every 60m/5m,@every 60m/50m",
        "0 * * * *          | Australia/Lord_Howe | 0 * * * *",
        "0 * * * *          | Asia/Kolkata        | 0 * * * *",
        "0 * * * 1-5        | Europe/Berlin       | 0 * * * 1-5",
        "0 */2 * * *        | Europe/Berlin       | 0 */2 * * *",
      })
  void whatIsDueEveryHourIsElapsedTimeWhereClocksChangeByWholeHours(
      String line, String zone, String expressions) {
    assertThat(String.join(",", CronLines.parse("cron", line).expressionsIn(ZoneId.of(zone))))
        .isEqualTo(expressions);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 * * 1#2               | # | is not supported",
        "0 0 * * * # nightly       | # | is not supported",
        "CRON_TZ=UTC 0 0 * * *     | CRON_TZ | set the time zone",
        "TZ=UTC 0 0 * * *          | TZ= | set the time zone",
        "0 0 * *                   | 0 0 * * | has 4 fields",
        "0 0 0 * * *               | 0 0 0 * * * | has 6 fields",
        "0 0 0 * * * 2026          | 2026 | has 7 fields",
        "0 0 ? * *                 | ? | may only hold",
        "@reboot                   | @reboot | use one of @hourly",
        "@every                    | @every | use one of @hourly",
        "@every 5s                 | @every 5s | 10s or longer",
        "@every 1d                 | @every 1d | use one of @hourly",
        "@every -10s               | @every -10s | use one of @hourly",
        "@every 1.5h               | @every 1.5h | use one of @hourly",
        "0 0 * * mon;tue           | mon;tue | may only hold",
        "0 0 ١ * *                 | ١ | may only hold",
        "60 * * * *                | 60 | minute \"60\" is not a number from 0 to 59",
        "* 24 * * *                | 24 | hour \"24\" is not a number from 0 to 23",
        "0 0 0 * *                 | 0 | day of the month \"0\" is not a number from 1 to 31",
        "0 0 * 13 *                | 13 | month \"13\" is not a name or a number from 1 to 12",
        "0 0 * * 8                 | 8 | weekday \"8\" is not a name or a number from 0 to 7",
        "0 0 * * mo                | mo | weekday \"mo\" is not a name",
        "0 0 L * *                 | L | day of the month \"L\" is not a number",
        "0 0 15W * *               | 15W | day of the month \"15W\" is not a number",
        "0 22-2 * * *              | 22-2 | ends before it starts",
        "0 0 * * fri-mon           | fri-mon | ends before it starts",
        "*/0 * * * *               | */0 | from 1 up after",
        "1/2/3 * * * *             | 1/2/3 | more than one \"/\"",
        "1-2-3 * * * *             | 1-2-3 | more than one \"-\"",
        "5, * * * *                | 5, | is not a number",
        "-5 * * * *                | -5 | is not a number",
        "1- * * * *                | 1- | is not a number",
        "0 0 31 2 *                | 31 | never fires: there is no day 31 in that month",
        "0 0 30 2 *                | 30 | never fires: there is no day 30 in that month",
        "0 0 31 4,6,9,11 *         | 31 | never fires: there is no day 31 in those months",
      })
  void refusalNamesLineValueAndFix(String line, String value, String fix) {
    assertThat(refusal(line)).contains("line 1").contains(value).contains(fix);
  }

  @Test
  void refusalNamesTheRightLine() {
    assertThat(refusal("0 9 * * *\n\nbad line")).contains("line 3", "\"bad line\"");
  }

  @Test
  void emptyTooLongAndTooManyAreRefused() {
    assertThat(refusal(" \n ")).contains("is empty");
    assertThat(refusal("x".repeat(2_001))).contains("2001 characters");
    assertThat(refusal("@daily\n".repeat(21))).contains("21 lines");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *           | Every 15 minutes",
        "0 * * * *              | Every hour",
        "0 */6 * * *            | Every 6 hours",
        "0 */12 * * *           | Every 12 hours",
        "0 9 * * *              | Daily at 09:00",
        "30 14 * * 1            | Weekly on Monday at 14:30",
        "* * * * *              | Every minute",
        "*/1 * * * *            | Every minute",
        "5/15 * * * *           | Every 15 minutes, from 5 minutes past the hour",
        "15 * * * *             | Every hour, at 15 minutes past",
        "1 * * * *              | Every hour, at 1 minute past",
        "*/7 * * * *            | At 0, 7, 14, … 56 minutes past every hour",
        "*/45 * * * *           | At 0 and 45 minutes past every hour",
        "10-20 * * * *          | At 10 to 20 minutes past every hour",
        "*/15,3 * * * *         | At 0, 3, 15, 30 and 45 minutes past every hour",
        "0,30 * * * *           | Every 30 minutes",
        "0 9-17 * * *           | Every hour from 09:00 to 17:00",
        "15 9-17 * * 1-5        | Every hour from 09:15 to 17:15, Monday to Friday",
        "*/15 9-17 * * MON-fri  | Every 15 minutes from 09:00 to 17:45, Monday to Friday",
        "5/15 9-17 * * *        | Every 15 minutes from 09:05 to 17:50",
        "* 9 * * *              | Every minute from 09:00 to 09:59",
        "*/10 9,17 * * *        | Every 10 minutes in hours 9 and 17",
        "*/7 9-17 * * *         | At 0, 7, 14, … 56 minutes past hours 9 to 17",
        "0 */5 * * *            | Every 5 hours from 00:00 to 20:00",
        "30 */6 * * *           | Every 6 hours from 00:30 to 18:30",
        "0 1-23/2 * * *         | Every 2 hours from 01:00 to 23:00",
        "0 9,17 * * *           | Daily at 09:00 and 17:00",
        "0,30 9 * * *           | Daily at 09:00 and 09:30",
        "0 9-9 * * *            | Daily at 09:00",
        "00 09 * * *            | Daily at 09:00",
        "0 0 * * 0              | Weekly on Sunday at 00:00",
        "0 0 * * 7              | Weekly on Sunday at 00:00",
        "0 0 * * 0,7            | Weekly on Sunday at 00:00",
        "0 0 * * */7            | Weekly on Sunday at 00:00",
        "0 0 * * 5-7            | Friday to Sunday at 00:00",
        "0 0 * * 0,6            | On Saturday and Sunday at 00:00",
        "0 0 * * 1-7            | Daily at 00:00",
        "0 9 * * monday,FRI     | On Monday and Friday at 09:00",
        "0 9 * JAN,JUN MON      | Weekly on Monday in January and June at 09:00",
        "0 9 * 6-8 *            | Daily in June to August at 09:00",
        "0 */6 * 12 *           | Every 6 hours, in December",
        "0 0 1 * *              | Monthly on day 1 at 00:00",
        "0 0 1,15 * *           | Monthly on days 1 and 15 at 00:00",
        "0 0 */2 * *            | Monthly on days 1, 3, 5, … 31 at 00:00",
        "0 0 1 1 *              | Yearly on 1 January at 00:00",
        "0 0 1 */3 *            | On day 1 of January, April, July and October at 00:00",
        "0 0 29 2 *             | Yearly on 29 February (leap years only) at 00:00",
        "*/15 * 1 * *           | Every 15 minutes, on day 1 of the month",
        "0 0 13 * 5             | On day 13 of the month or on Friday at 00:00",
        "0 0 13 6 FRI           | On day 13 of the month or on Friday in June at 00:00",
        "0 0 */2 * 1            | On days 1, 3, 5, … 31 of the month when that is Monday at 00:00",
        "@hourly                | Every hour",
        "@daily                 | Daily at 00:00",
        "@midnight              | Daily at 00:00",
        "@weekly                | Weekly on Sunday at 00:00",
        "@monthly               | Monthly on day 1 at 00:00",
        "@yearly                | Yearly on 1 January at 00:00",
        "@annually              | Yearly on 1 January at 00:00",
        "@every 10s             | Every 10 seconds",
        "@every 60s             | Every minute",
        "@every 90s             | Every 90 seconds",
        "@every 1h30m           | Every 1 hour 30 minutes",
        "@every 1h              | Every hour",
        "@every 36h             | Every 36 hours",
      })
  void words(String line, String words) {
    assertThat(CronWords.of(CronLines.parse("cron", line))).isEqualTo(words);
  }

  @Test
  void wordsOfSeveralLinesAreJoined() {
    assertThat(CronWords.of(CronLines.parse("cron", "0 9 * * *\n0 17 * * FRI\n30 1 * * 6,0")))
        .isEqualTo(
            "Daily at 09:00; and weekly on Friday at 17:00; and on Saturday and Sunday at 01:30");
    assertThat(CronWords.of(CronLines.parse("cron", "0 9 * * *\n0 18 * * 1-5\n00 09 * * *")))
        .isEqualTo("Daily at 09:00; and Monday to Friday at 18:00");
  }

  private static String refusal(String text) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> CronLines.parse("schedule_cron", text));
    assertThat(refused.errors())
        .extracting(error -> error.field())
        .containsExactly("schedule_cron");
    return refused.errors().getFirst().message();
  }
}
