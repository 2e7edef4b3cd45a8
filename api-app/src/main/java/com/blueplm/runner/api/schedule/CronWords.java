package com.blueplm.runner.api.schedule;

import it.burning.cron.CronExpressionDescriptor;
import it.burning.cron.CronExpressionParser.CronExpressionParseException;
import it.burning.cron.CronExpressionParser.Options;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schedule in words, for people. */
final class CronWords {
  private static final Logger log = LoggerFactory.getLogger(CronWords.class);
  private static final Map<String, String> NAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private CronWords() {}

  /** "Every 6 hours"; several expressions are joined by "; ". */
  static String of(CronLines lines) {
    return lines.expressions().stream().map(CronWords::describe).collect(Collectors.joining("; "));
  }

  private static String describe(String expression) {
    if (expression.startsWith("@every")) {
      return "Every " + expression.substring("@every ".length());
    }
    Options options = new Options();
    options.setLocale(Locale.ENGLISH);
    options.setUse24HourTimeFormat(true);
    try {
      return CronExpressionDescriptor.getDescription(
          NAMES.getOrDefault(expression, expression), options);
    } catch (CronExpressionParseException unknown) {
      log.debug("No words for the cron expression {}; it is shown as it is.", expression, unknown);
      return expression;
    }
  }
}
