package com.blueplm.runner.api.events;

import com.blueplm.runner.api.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader has seen of a run; as text the id of an event.
 *
 * @param nextLine the first line it has not seen
 * @param statusVersion the newest status it has seen
 */
record ResumePoint(long nextLine, int statusVersion) {
  /** A reader that has seen nothing; no run has this version. */
  static final ResumePoint START = new ResumePoint(0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})");

  /**
   * The point that an event's id names.
   *
   * @throws ProblemException when the text is no such id
   */
  static ResumePoint parse(String id) {
    Matcher parts = FORM.matcher(id);
    if (!parts.matches()) {
      throw ProblemException.invalid(
          "last_event_id", "is not the id of an event of this stream; leave it out to start anew");
    }
    return new ResumePoint(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  ResumePoint atLine(long line) {
    return new ResumePoint(line, statusVersion);
  }

  ResumePoint atStatus(int version) {
    return new ResumePoint(nextLine, version);
  }

  @Override
  public String toString() {
    return nextLine + "." + statusVersion;
  }
}
