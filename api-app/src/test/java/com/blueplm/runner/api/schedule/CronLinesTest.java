package com.blueplm.runner.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.blueplm.runner.api.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronLinesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 */6 * * *        | 0 */6 * * *",
        "0   9 * * 1-5      | 0 9 * * 1-5",
        "@hourly            | @hourly",
        "@Daily             | @daily",
        "@every 10s         | @every 10s",
        "@every 1h30m       | @every 1h30m",
        "@EVERY   90s       | @every 90s",
        "0 0 */2 * 1        | 0 0 */2 * 1",
        "0 0 1 * */2        | 0 0 1 * */2",
        "0 9 * JAN,JUN MON  | 0 9 * JAN,JUN MON",
      })
  void oneLineBecomesOneExpression(String line, String expression) {
    assertThat(CronLines.parse("schedule_cron", line).expressions()).containsExactly(expression);
  }

  @Test
  void dayOfMonthAndWeekdayMatchEitherAsInCrontab() {
    assertThat(CronLines.parse("cron", "0 0 13 * 5").expressions())
        .containsExactly("0 0 13 * *", "0 0 * * 5");
  }

  @Test
  void severalLinesAreKeptInOrderAndBlankOnesDropped() {
    assertThat(CronLines.parse("cron", "0 9 * * *\r\n\n  30 17 * * 5 \n").expressions())
        .isEqualTo(List.of("0 9 * * *", "30 17 * * 5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 * * 1#2               | # | is not supported",
        "0 0 * * * # nightly       | # | is not supported",
        "CRON_TZ=UTC 0 0 * * *     | CRON_TZ | schedule_timezone",
        "TZ=UTC 0 0 * * *          | TZ= | schedule_timezone",
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
      })
  void refusalNamesLineValueAndFix(String line, String value, String fix) {
    assertThat(refusal(line)).contains("line 1").contains(value).contains(fix);
  }

  @Test
  void refusalNamesTheRightLine() {
    assertThat(refusal("0 9 * * *\n\nbad line")).contains("line 2", "\"bad line\"");
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
        "0 */6 * * *    | Every 6 hours",
        "*/15 * * * *   | Every 15 minutes",
        "0 * * * *      | Every hour",
        "@hourly        | Every hour",
        "0 9 * * *      | At 09:00",
        "30 14 * * 1    | At 14:30, only on Monday",
        "@every 90s     | Every 90s",
        "0 0 13 * 5     | At 00:00, on day 13 of the month; At 00:00, only on Friday",
      })
  void words(String line, String words) {
    assertThat(CronWords.of(CronLines.parse("cron", line))).isEqualTo(words);
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
