package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Which slots are to be run again.
 *
 * @param from due after this
 * @param to due up to this, at most now
 */
record BackfillRange(Instant from, Instant to) {

  /**
   * Reads the range.
   *
   * @throws ProblemException 400 naming the field that is wrong
   */
  static BackfillRange of(@Nullable String from, @Nullable String to, Instant now) {
    Instant start = time("from", from);
    Instant end = time("to", to);
    if (!start.isBefore(end)) {
      throw ProblemException.invalid("from", from + " is not before to, " + to + "; swap the two");
    }
    if (!start.isBefore(now)) {
      throw ProblemException.invalid(
          "from", from + " lies in the future; only slots that were due can be run again");
    }
    Instant until = end.isAfter(now) ? now : end;
    return new BackfillRange(
        start.isBefore(Instant.EPOCH) ? Instant.EPOCH : start,
        until.isBefore(Instant.EPOCH) ? Instant.EPOCH : until);
  }

  private static Instant time(String field, @Nullable String text) {
    if (text == null) {
      throw ProblemException.invalid(field, "is required, a time such as 2026-01-31T12:00:00Z");
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException wrong) {
      String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
      throw ProblemException.invalid(
          field, "\"" + shown + "\" is not a time such as 2026-01-31T12:00:00Z");
    }
  }
}
