package com.blueplm.runner.api.output;

import com.blueplm.runner.api.problem.ProblemException;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Searches a run's lines; bounded in answers and in time. */
@Component
class OutputSearch {
  static final int MAX_ANSWERS = 10_000;
  private static final int MAX_QUERY_CHARACTERS = 1_000;
  private static final double MAX_REGEX_SIZE = 10_000;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
  private static final LineLimit PAGE = new LineLimit(10_000, 1 << 20);

  private final OutputReader reader;
  private final Clock clock;

  OutputSearch(OutputReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  SearchAnswer search(
      UUID orgId, UUID runId, StreamFilter filter, long fromLine, Predicate<String> query) {
    OutputStatus status = reader.status(orgId, runId).orElseThrow(ProblemException::notFound);
    Instant deadline = clock.instant().plus(TIME_LIMIT);
    List<Long> found = new ArrayList<>();
    long next = fromLine;
    while (next < status.totalLines()) {
      LinePage page = reader.lines(orgId, runId, next, status.totalLines(), filter, PAGE);
      for (OutputLine line : page.lines()) {
        if (clock.instant().isAfter(deadline)) {
          return new SearchAnswer(found, true, line.n());
        }
        if (query.test(line.text())) {
          if (found.size() == MAX_ANSWERS) {
            return new SearchAnswer(found, true, line.n());
          }
          found.add(line.n());
        }
      }
      next = page.nextLine();
    }
    return new SearchAnswer(found, false, next);
  }

  /**
   * What a line must hold: this text exactly, or a match of this RE2 expression, whose time is
   * linear in the line whatever the expression.
   */
  static Predicate<String> query(String text, boolean regex) {
    if (text.isEmpty() || text.length() > MAX_QUERY_CHARACTERS) {
      throw ProblemException.invalid(
          "q", "must have 1 to " + MAX_QUERY_CHARACTERS + " characters, not " + text.length());
    }
    if (!regex) {
      return line -> line.contains(text);
    }
    if (RegexSize.bound(text) > MAX_REGEX_SIZE) {
      throw ProblemException.invalid("q", "repeats too much; use smaller counts in { }");
    }
    try {
      Pattern pattern = Pattern.compile(text);
      return line -> pattern.matcher(line).find();
    } catch (PatternSyntaxException e) {
      throw ProblemException.invalid("q", "is not an RE2 expression: " + e.getDescription());
    }
  }
}
