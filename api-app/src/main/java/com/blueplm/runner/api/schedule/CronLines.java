package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.schedule.CronLine.Every;
import com.blueplm.runner.api.schedule.CronLine.Fields;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A crontab-like text, one expression a line, turned into the cron strings that Temporal takes.
 * Refuses what Temporal would read otherwise than crontab does (crontab(5)): comments, seconds,
 * zones.
 *
 * @param lines the lines in order
 */
record CronLines(List<CronLine> lines) {
  private static final int MAX_LINES = 20;
  private static final int MAX_LENGTH = 2_000;
  private static final Map<String, String> NAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final Pattern EVERY =
      Pattern.compile("@every\\s+(?=\\d)(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,8})s)?");
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*,/-]+");

  CronLines {
    lines = List.copyOf(lines);
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
    List<String> lines = text.lines().map(String::strip).toList();
    long count = lines.stream().filter(line -> !line.isEmpty()).count();
    if (count == 0) {
      throw ProblemException.invalid(
          field, "is empty; give a cron expression such as 0 */6 * * *, or null for no schedule");
    }
    if (count > MAX_LINES) {
      throw ProblemException.invalid(
          field, "has " + count + " lines; at most " + MAX_LINES + " are allowed");
    }
    List<CronLine> read = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        read.add(new Line(field, i + 1, lines.get(i)).read());
      }
    }
    return new CronLines(read);
  }

  /** The cron strings for a Schedule of a script that was saved, and is thus right. */
  static List<String> forTemporal(String cron, String timezone) {
    return parse("schedule_cron", cron).expressionsIn(ZoneId.of(timezone));
  }

  /** The cron strings that say the lines to Temporal, in a Schedule of this zone. */
  List<String> expressionsIn(ZoneId zone) {
    return lines.stream().flatMap(line -> line.in(zone).stream()).toList();
  }

  /** Those lines that do something else on the days when the clocks are changed. */
  CronLines wallClock(ZoneId zone) {
    return new CronLines(
        lines.stream()
            .filter(line -> line instanceof Fields fields && fields.followsWallClock(zone))
            .toList());
  }

  /** Lines with five fields. */
  List<Fields> fields() {
    return lines.stream().filter(Fields.class::isInstance).map(Fields.class::cast).toList();
  }

  /**
   * A line to be read.
   *
   * @param number counted from 1, blank lines too
   */
  private record Line(String field, int number, String text) {

    CronLine read() {
      String upper = text.toUpperCase(Locale.ROOT);
      if (upper.startsWith("CRON_TZ=") || upper.startsWith("TZ=")) {
        throw refused("a time zone is not part of the expression; set the time zone instead");
      }
      if (text.indexOf('#') >= 0) {
        throw refused(
            "\"#\" is not supported, since everything after it would be ignored; remove it");
      }
      return text.startsWith("@") ? named() : fields(text);
    }

    private CronLine named() {
      String lower = text.toLowerCase(Locale.ROOT);
      String fields = NAMES.get(lower);
      if (fields != null) {
        return fields(fields);
      }
      Matcher every = EVERY.matcher(lower);
      if (every.matches()) {
        Duration interval = interval(every);
        if (interval.compareTo(SHORTEST) < 0) {
          throw refused("the shortest interval is 10s; use @every 10s or longer");
        }
        return new Every(interval);
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

    private Fields fields(String line) {
      String[] fields = line.split("\\s+");
      if (fields.length != 5) {
        throw refused(
            "has "
                + fields.length
                + (fields.length == 1 ? " field" : " fields")
                + "; exactly five are needed: minute hour day-of-month month weekday");
      }
      for (String part : fields) {
        if (!FIELD.matcher(part).matches()) {
          throw refused(
              "\""
                  + part
                  + "\" may only hold digits, English names of months and weekdays, and * , / -");
        }
      }
      try {
        return new Fields(String.join(" ", fields), CronExpression.parse(fields));
      } catch (IllegalArgumentException wrong) {
        ProblemException refused = refused(String.valueOf(wrong.getMessage()));
        refused.initCause(wrong);
        throw refused;
      }
    }

    private ProblemException refused(String why) {
      return ProblemException.invalid(field, "line " + number + ", \"" + text + "\": " + why);
    }
  }
}
