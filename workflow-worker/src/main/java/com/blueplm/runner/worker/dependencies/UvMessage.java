package com.blueplm.runner.worker.dependencies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what uv says, without the addresses and paths of this machine. */
final class UvMessage {

  private static final int MOST_LINES = 8;
  private static final int LONGEST_LINE = 300;
  private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern ADDRESS = Pattern.compile("[a-z+]+://[^\\s`'\")]+");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:[A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}");
  private static final Pattern PATH = Pattern.compile("(?<![\\w.:/*])(?:/[\\w.+~@%-]+){2,}/?");
  private static final String NAME = "`?([A-Za-z0-9][A-Za-z0-9._-]*)";
  private static final Pattern MISSING = Pattern.compile(NAME + "`? was not found in");
  private static final Pattern NO_VERSION =
      Pattern.compile(
          "there (?:is|are) no versions? of `?([A-Za-z0-9._-]+?)(?:(?:\\[[^]]*])?([=<>!~][^ `]*))?`? ");
  private static final Pattern ONLY =
      Pattern.compile("only the following versions? of " + NAME + "`? (?:is|are) available");
  private static final Pattern NO_WHEEL =
      Pattern.compile(
          NAME + "(?:\\[[^]]*])?(==[^ `]*|[<>]=?[^ `]*)?`? (?:has|have) no (?:usable )?wheels");
  private static final Pattern SOURCE_ONLY =
      Pattern.compile("(?:Wheels are required for|no wheels for|does not have a wheel).*?" + NAME);
  private static final Pattern OTHER_PYTHON =
      Pattern.compile("(?:current|requested) Python version .*does not satisfy Python([^ ]*)");
  private static final Pattern HASH_OF = Pattern.compile("Hash mismatch for " + NAME);

  private final String text;

  private UvMessage(String text) {
    this.text = text;
  }

  /** A message as uv wrote it to stderr. */
  static UvMessage of(String stderr) {
    String plain = ESCAPES.matcher(stderr).replaceAll("");
    plain = ADDRESS.matcher(plain).replaceAll("(address)");
    plain = HOST_AND_PORT.matcher(plain).replaceAll("(address)");
    return new UvMessage(PATH.matcher(plain).replaceAll("(path)"));
  }

  /** Whether the disk or the temporary directory was full. */
  boolean saysDiskFull() {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("no space left on device") || lower.contains("os error 28");
  }

  /** Whether the index could not be asked. */
  boolean saysUnreachable() {
    return text.contains("Failed to fetch")
        || text.contains("error sending request")
        || text.contains("Request failed");
  }

  /**
   * The reason in one sentence, the first lines of the message as its details.
   *
   * @param python the version of Python that packages are for
   */
  DependencyException explain(String python) {
    return new DependencyException(reason(python), lines());
  }

  private String reason(String python) {
    Matcher match = HASH_OF.matcher(text);
    if (match.find()) {
      return "The file of %s that the package index offers is not the one that was locked"
          .formatted(match.group(1));
    }
    match = MISSING.matcher(text);
    if (match.find()) {
      return "There is no package %s in the package index".formatted(match.group(1));
    }
    match = NO_WHEEL.matcher(text);
    if (match.find()) {
      return noWheel(match.group(1), python);
    }
    match = SOURCE_ONLY.matcher(text);
    if (match.find()) {
      return noWheel(match.group(1), python);
    }
    match = OTHER_PYTHON.matcher(text);
    if (match.find()) {
      return "A package needs Python %s, and scripts run on Python %s here"
          .formatted(match.group(1), python);
    }
    if (saysUnreachable()) {
      return "The package index cannot be reached from the worker";
    }
    match = NO_VERSION.matcher(text);
    if (match.find()) {
      String version = match.group(2) == null ? "" : " that satisfies " + match.group(2);
      return "There is no version of %s%s in the package index".formatted(match.group(1), version);
    }
    match = ONLY.matcher(text);
    if (match.find()) {
      return "There is no version of %s as it is asked for in the package index"
          .formatted(match.group(1));
    }
    if (text.contains("incompatible") || text.contains("unsatisfiable")) {
      return "The packages contradict each other";
    }
    if (saysDiskFull()) {
      return "The worker's disk is full";
    }
    if (text.contains("File too large")) {
      return "A file of the packages is larger than runner.dependencies.cache-size allows";
    }
    return "uv could not do it";
  }

  private static String noWheel(String name, String python) {
    return ("%s has no wheel for Python %s on this machine, and only wheels are installed: take"
            + " another version, or ask the operator for runner.dependencies.allow-builds")
        .formatted(name, python);
  }

  /** The first lines of the message. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    text.lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
        .filter(line -> !line.isBlank())
        .filter(line -> !line.startsWith("hint:"))
        .limit(MOST_LINES)
        .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
        .forEach(lines::add);
    return lines;
  }
}
