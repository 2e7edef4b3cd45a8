package com.blueplm.runner.api.events;

import com.blueplm.runner.api.output.LineLimit;
import com.blueplm.runner.api.output.LinePage;
import com.blueplm.runner.api.output.OutputLine;
import com.blueplm.runner.api.output.OutputReader;
import com.blueplm.runner.api.output.OutputStatus;
import com.blueplm.runner.api.output.StreamFilter;
import com.blueplm.runner.api.run.RunView;
import com.blueplm.runner.api.run.RunViews;
import com.blueplm.runner.contract.RunStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One reader's way through the events of one run. */
final class RunEventStream {
  private static final LineLimit PAGE = new LineLimit(4_000, 256 * 1024);
  private static final LineLimit EVENT = new LineLimit(500, 64 * 1024);

  private final OutputReader output;
  private final RunViews views;
  private final UUID orgId;
  private final UUID runId;
  private final EventWriter writer;
  private ResumePoint seen;

  RunEventStream(
      OutputReader output,
      RunViews views,
      UUID orgId,
      UUID runId,
      ResumePoint seen,
      EventWriter writer) {
    this.output = output;
    this.views = views;
    this.orgId = orgId;
    this.runId = runId;
    this.seen = seen;
    this.writer = writer;
  }

  ResumePoint seen() {
    return seen;
  }

  /**
   * Writes what the reader has not seen yet. A final status comes after the output that it ends,
   * except to a reader that has seen nothing: there it comes first, so that a replay begins with
   * what the run is.
   *
   * @return whether the stream is over
   */
  boolean advance() throws IOException {
    Optional<OutputStatus> found = output.status(orgId, runId);
    if (found.isEmpty()) {
      return true;
    }
    OutputStatus status = found.get();
    if (!status.isFinal() || seen.statusVersion() == ResumePoint.START.statusVersion()) {
      writeStatus(status);
    }
    writeLines(status.totalLines());
    if (!status.isFinal()) {
      return false;
    }
    writeStatus(status);
    writer.event("end", seen, new End(status.status()));
    return true;
  }

  private void writeStatus(OutputStatus status) throws IOException {
    if (status.statusVersion() <= seen.statusVersion()) {
      return;
    }
    Optional<RunView> found = views.findWithoutTails(orgId, runId);
    if (found.isEmpty()) {
      return;
    }
    RunView view = found.get();
    if (view.status().isTerminal() && !status.isFinal()) {
      return; // it ended just now: its last output goes first, at the next advance
    }
    seen = seen.atStatus(view.statusVersion());
    writer.event("status", seen, view);
  }

  private void writeLines(long untilLine) throws IOException {
    while (seen.nextLine() < untilLine) {
      LinePage page =
          output.lines(orgId, runId, seen.nextLine(), untilLine, StreamFilter.BOTH, PAGE);
      for (LinePage event : page.split(EVENT)) {
        seen = seen.atLine(event.nextLine());
        writer.event("output", seen, new Output(event.lines()));
      }
      seen = seen.atLine(page.nextLine());
    }
  }

  /** Lines that were printed. */
  record Output(List<OutputLine> lines) {}

  /** The run is over. */
  record End(RunStatus status) {}
}
