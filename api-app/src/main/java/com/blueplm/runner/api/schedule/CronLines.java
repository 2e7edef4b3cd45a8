package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A crontab-like text, one expression a line, turned into the cron strings that Temporal takes.
 * Refuses what Temporal would read otherwise than crontab does (crontab(5)): comments, seconds,
 * zones. Whether the fields themselves are right is Temporal's to say.
 *
 * @param expressions the cron strings for Temporal; a line with both day-of-month and weekday makes
 *     two, since crontab wants either to match and Temporal wants both
 */
record CronLines(List<String> expressions) {
  private static final int MAX_LINES = 20;
  private static final int MAX_LENGTH = 2_000;
  private static final Set<String> NAMES =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern EVERY =
      Pattern.compile("@every\\s+(?=\\d)(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,8})s)?");
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*,/-]+");

  CronLines {
    expressions = List.copyOf(expressions);
  }

  /**
   * Reads the text of a field.
   *
   * @throws ProblemException 400 on {@code field} that names the line, its text and the fix
   */
  static CronLines parse(String field, String text) {
    if (text.length() > MAX_LENGTH) {
      throw ProblemException.invalid(
          field, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) {
      throw ProblemException.invalid(
          field, "is empty; give a cron expression such as 0 */6 * * *, or null for no schedule");
    }
    if (lines.size() > MAX_LINES) {
      throw ProblemException.invalid(
          field, "has " + lines.size() + " lines; at most " + MAX_LINES + " are allowed");
    }
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      expressions.addAll(new Line(field, i + 1, lines.get(i)).expressions());
    }
    return new CronLines(expressions);
  }

  /** Those that follow the clock on the wall; {@code @every} follows elapsed time. */
  List<String> wallClock() {
    return expressions.stream().filter(expression -> !expression.startsWith("@every")).toList();
  }

  private record Line(String field, int number, String text) {

    List<String> expressions() {
      String upper = text.toUpperCase(Locale.ROOT);
      if (upper.startsWith("CRON_TZ=") || upper.startsWith("TZ=")) {
        throw refused("a time zone is not part of the expression; set schedule_timezone instead");
      }
      if (text.indexOf('#') >= 0) {
        throw refused(
            "\"#\" is not supported, since everything after it would be ignored; remove it");
      }
      return text.startsWith("@") ? List.of(named()) : fields();
    }

    private String named() {
      String lower = text.toLowerCase(Locale.ROOT);
      if (NAMES.contains(lower)) {
        return lower;
      }
      Matcher every = EVERY.matcher(lower);
      if (every.matches()) {
        if (interval(every).compareTo(SHORTEST) < 0) {
          throw refused("the shortest interval is 10s; use @every 10s or longer");
        }
        return lower.replaceAll("\\s+", " ");
      }
      throw refused(
          "use one of @hourly, @daily, @weekly, @monthly, @yearly or @every with h, m and s, such as @every 90s");
    }

    private static Duration interval(Matcher every) {
      return Duration.ofHours(number(every.group(1)))
          .plusMinutes(number(every.group(2)))
          .plusSeconds(number(every.group(3)));
    }

    private static long number(@Nullable String digits) {
      return digits == null ? 0 : Long.parseLong(digits);
    }

    private List<String> fields() {
      String[] fields = text.split("\\s+");
      if (fields.length != 5) {
        throw refused(
            "has "
                + fields.length
                + " fields; exactly five are needed: minute hour day-of-month month weekday");
      }
      for (String part : fields) {
        if (!FIELD.matcher(part).matches()) {
          throw refused("\"" + part + "\" may only hold digits, names and * , / -");
        }
      }
      String expression = String.join(" ", fields);
      boolean eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
      return eitherDay
          ? List.of(
              String.join(" ", fields[0], fields[1], fields[2], fields[3], "*"),
              String.join(" ", fields[0], fields[1], "*", fields[3], fields[4]))
          : List.of(expression);
    }

    private ProblemException refused(String why) {
      return ProblemException.invalid(field, "line " + number + ", \"" + text + "\": " + why);
    }
  }
}
