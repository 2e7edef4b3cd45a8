package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/schedules}. */
@RestController
class SchedulesController {
  private static final int DEFAULT_COUNT = 5;
  private static final int MAX_COUNT = 100;

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
    SpecCheck.Checked checked = check.check("cron", request.cron(), "timezone", timezone, count);
    return new Preview(CronWords.of(checked.lines()), checked.next(), check.warnings(checked));
  }

  record PreviewRequest(
      @Nullable String cron, @Nullable String timezone, @Nullable Integer count) {}

  record Preview(String text, List<Instant> next, List<String> warnings) {}
}
