package com.blueplm.runner.api.output;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The lines of a run: windows anywhere, and a search. */
@RestController
@RequestMapping("/api/runs/{id}/output")
class OutputController {
  private static final int MAX_LINES = 10_000;

  /** So that 10,000 lines of 64 KiB do not come at once: {@code next_line} says where to go on. */
  private static final int MAX_BYTES = 8 << 20;

  private final OutputReader reader;
  private final OutputSearch search;

  OutputController(OutputReader reader, OutputSearch search) {
    this.reader = reader;
    this.search = search;
  }

  @GetMapping
  OutputWindow window(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestParam(name = "stream", defaultValue = "both") String stream,
      @RequestParam(name = "from_line", defaultValue = "0") long fromLine,
      @RequestParam(name = "limit", defaultValue = "1000") int limit) {
    StreamFilter filter = StreamFilter.parse(stream);
    checkFromLine(fromLine);
    if (limit < 1 || limit > MAX_LINES) {
      throw ProblemException.invalid("limit", "must be 1 to " + MAX_LINES + ", not " + limit);
    }
    OutputStatus status = reader.status(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    long total = status.totalLines();
    LinePage page =
        reader.lines(actor.orgId(), id, fromLine, total, filter, new LineLimit(limit, MAX_BYTES));
    boolean complete = status.isFinal() && page.nextLine() >= total;
    return new OutputWindow(page.lines(), total, page.nextLine(), complete);
  }

  @GetMapping("/search")
  SearchAnswer search(
      @AuthenticationPrincipal Actor actor,
      @PathVariable UUID id,
      @RequestParam(name = "q") String text,
      @RequestParam(name = "regex", defaultValue = "false") boolean regex,
      @RequestParam(name = "stream", defaultValue = "both") String stream,
      @RequestParam(name = "from_line", defaultValue = "0") long fromLine) {
    checkFromLine(fromLine);
    return search.search(
        actor.orgId(), id, StreamFilter.parse(stream), fromLine, OutputSearch.query(text, regex));
  }

  private static void checkFromLine(long fromLine) {
    if (fromLine < 0) {
      throw ProblemException.invalid("from_line", "must be 0 or more, not " + fromLine);
    }
  }
}
