package com.blueplm.runner.api.dependency;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One dependency as PEP 508 writes it: {@code name[extra]>=1; marker}. What names a place instead
 * of a package of the index is refused: locks hold no addresses.
 *
 * @param text as the script has it, without outer spaces
 * @param name the package, normalised (PEP 503)
 * @param line the line of the script, from 1
 */
record Requirement(String text, String name, int line) {
  /** The package that every run has; never asked of an index. */
  static final String SDK = "blueplm";

  private static final int MAX_LENGTH = 300;
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E\\t]*");
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(?:[a-z][a-z0-9+.-]*:|[./~\\\\]).*|.*://.*");
  private static final Pattern ARCHIVE =
      Pattern.compile("(?i).*\\.(?:whl|zip|egg|tar|tgz|tar\\.[a-z0-9]+)");
  private static final Pattern FORM =
      Pattern.compile(
          "(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \\t]*"
              + "(?:\\[(?<extras>[^\\]]*)\\])?[ \\t]*"
              + "(?<rest>[^;]*?)[ \\t]*(?:;(?<marker>.*))?");
  private static final Pattern EXTRAS =
      Pattern.compile(
          "[ \\t]*|[ \\t]*[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?[ \\t]*"
              + "(?:,[ \\t]*[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?[ \\t]*)*");

  /**
   * Reads a dependency.
   *
   * @throws com.blueplm.runner.api.problem.ProblemException when it is none
   */
  static Requirement parse(String given, int line) {
    String text = given.strip();
    String shown = CodeErrors.quoted(text);
    if (text.isEmpty()) {
      throw CodeErrors.at(line, "a dependency is empty; name a package or remove it");
    }
    if (text.length() > MAX_LENGTH) {
      throw CodeErrors.at(
          line, "the dependency %s has more than %d characters".formatted(shown, MAX_LENGTH));
    }
    if (!PRINTABLE.matcher(text).matches() || text.indexOf('$') >= 0) {
      throw CodeErrors.at(
          line, "the dependency %s holds a character that none may have".formatted(shown));
    }
    if (text.startsWith("-")) {
      throw CodeErrors.at(line, shown + " is an option of an installer; list packages only");
    }
    if (ADDRESS.matcher(text).matches() || ARCHIVE.matcher(text).matches()) {
      throw address(line, shown);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw malformed(line, shown);
    }
    String rest = form.group("rest");
    if (rest.startsWith("@")) {
      throw address(line, shown);
    }
    String extras = form.group("extras");
    String marker = form.group("marker");
    if ((extras != null && !EXTRAS.matcher(extras).matches())
        || !(rest.isEmpty() || VersionSpecifiers.isValid(unwrapped(rest)))) {
      throw malformed(line, shown);
    }
    if (marker != null && !MarkerSyntax.isValid(marker)) {
      throw CodeErrors.at(
          line,
          "the marker of %s cannot be read; write it like \"tomli; python_version < '3.11'\""
              .formatted(shown));
    }
    return new Requirement(text, normalised(form.group("name")), line);
  }

  /** The form of a name that all its spellings share. */
  static String normalised(String name) {
    return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }

  boolean isSdk() {
    return name.equals(SDK);
  }

  private static String unwrapped(String rest) {
    return rest.startsWith("(") && rest.endsWith(")") ? rest.substring(1, rest.length() - 1) : rest;
  }

  private static RuntimeException address(int line, String shown) {
    return CodeErrors.at(
        line,
        shown
            + " names an address or a file. Dependencies are names and versions of packages of the"
            + " operator's index, such as \"requests>=2.31\"; addresses are not stored");
  }

  private static RuntimeException malformed(int line, String shown) {
    return CodeErrors.at(
        line,
        shown
            + " is no dependency; write it like \"requests\", \"requests>=2.31,<3\" or"
            + " \"httpx[http2]==0.28.1\"");
  }
}
