package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of one attempt in order: those of each stream count from 0 without a gap. */
final class AttemptOutput {
  private static final Pattern NUMBERED = Pattern.compile("([oe]) (\\d+) (\\d+)");
  private static final Pattern END = Pattern.compile("end (\\d+) (\\d+) (\\d+)");

  private final int attempt;
  private final List<String> problems = new ArrayList<>();
  private int out;
  private int err;
  private int errAtEnd = -1;
  private boolean marker;
  private boolean complete;

  AttemptOutput(int attempt) {
    this.attempt = attempt;
  }

  void read(Line line) {
    Matcher numbered = NUMBERED.matcher(line.text());
    Matcher end = END.matcher(line.text());
    if (line.isMarker()) {
      marker = true;
    } else if (numbered.matches()) {
      readNumbered(line, numbered);
    } else if (end.matches()) {
      complete = true;
      own(line, end.group(1));
      check(line, "end", Integer.parseInt(end.group(2)), out);
      errAtEnd = Integer.parseInt(end.group(3));
    } else if (!line.text().startsWith("Stopped: ")) {
      problems.add("line %d is not the script's: %s".formatted(line.number(), line.text()));
    }
  }

  private void readNumbered(Line line, Matcher numbered) {
    boolean isOut = numbered.group(1).equals("o");
    if (marker) {
      problems.add(
          "line %d comes after the marker of its loss: %s".formatted(line.number(), line.text()));
    }
    own(line, numbered.group(2));
    check(line, line.text(), Integer.parseInt(numbered.group(3)), isOut ? out : err);
    if (isOut) {
      out++;
    } else {
      err++;
    }
  }

  private void own(Line line, String printed) {
    if (Integer.parseInt(printed) != attempt) {
      problems.add("line %d is another attempt's: %s".formatted(line.number(), line.text()));
    }
  }

  private void check(Line line, String what, int number, int expected) {
    if (number != expected) {
      problems.add(
          "line %d (%s) is number %d of its stream where %d should be"
              .formatted(line.number(), what, number, expected));
    }
  }

  List<String> problems() {
    return problems;
  }

  boolean hasMarker() {
    return marker;
  }

  /** Whether the script's own last line is there, and as many lines as it says. */
  boolean isComplete() {
    return complete && errAtEnd == err;
  }
}
