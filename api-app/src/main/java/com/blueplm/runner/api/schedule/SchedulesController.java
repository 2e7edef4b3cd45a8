package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/schedules}. */
@RestController
class SchedulesController {
  private static final int DEFAULT_COUNT = 5;
  private static final int MAX_COUNT = 100;

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm:ss xxx", Locale.ENGLISH);

  private final SpecCheck check;

  SchedulesController(SpecCheck check) {
    this.check = check;
  }

  /** The next due times of a schedule that need not be saved yet, its words and its warnings. */
  @PostMapping("/api/schedules/preview")
  Preview preview(@RequestBody PreviewRequest request) {
    if (request.cron() == null) {
      throw ProblemException.invalid("cron", "is required, such as 0 */6 * * *");
    }
    int count = request.count() == null ? DEFAULT_COUNT : request.count();
    if (count < 1 || count > MAX_COUNT) {
      throw ProblemException.invalid("count", count + " is not between 1 and " + MAX_COUNT);
    }
    String timezone = request.timezone() == null ? "UTC" : request.timezone();
    SpecCheck.Previewed previewed =
        check.preview("cron", request.cron(), "timezone", timezone, count);
    List<Instant> next = previewed.checked().next();
    return new Preview(
        CronWords.of(previewed.lines()),
        next,
        next.stream().map(due -> LOCAL.format(due.atZone(previewed.checked().zone()))).toList(),
        previewed.warnings());
  }

  record PreviewRequest(
      @Nullable String cron, @Nullable String timezone, @Nullable Integer count) {}

  /**
   * What a schedule does.
   *
   * @param text in words
   * @param next its next due times
   * @param nextLocal the same on the clocks of its zone: {@code Tue 24 Nov 2026 09:00:00 +01:00}
   * @param warnings what happens when those clocks are changed
   */
  record Preview(String text, List<Instant> next, List<String> nextLocal, List<String> warnings) {}
}
