package com.blueplm.runner.api.dependency;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of version specifiers such as {@code >=3.11,<4} (<a
 * href="https://packaging.python.org/en/latest/specifications/version-specifiers/">PEP 440</a>,
 * with the regular expression of its appendix B).
 */
final class VersionSpecifiers {
  private static final String RELEASE = "v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*";
  private static final String PARTS =
      "(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?[0-9]*)?"
          + "(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?"
          + "(?:[-_.]?dev[-_.]?[0-9]*)?";
  private static final String LOCAL = "\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*";

  private static final Pattern CLAUSE =
      Pattern.compile("(~=|===|==|!=|<=|>=|<|>)[ \\t]*([^ \\t]+)");
  private static final Pattern VERSION = compiled(RELEASE + PARTS);
  private static final Pattern WITH_LOCAL = compiled(RELEASE + PARTS + "(?:" + LOCAL + ")?");
  private static final Pattern WITH_STAR = compiled(RELEASE + "\\.\\*");
  private static final Pattern TWO_SEGMENTS = compiled("v?(?:[0-9]+!)?[0-9]+\\.[0-9]+.*");
  private static final Pattern ARBITRARY = compiled("[a-z0-9._+!*-]+");

  private VersionSpecifiers() {}

  /** Whether the text is a list of version clauses, separated by commas. */
  static boolean isValid(String text) {
    for (String clause : text.split(",", -1)) {
      if (!isClause(clause.strip())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClause(String clause) {
    Matcher parts = CLAUSE.matcher(clause);
    if (!parts.matches()) {
      return false;
    }
    String version = parts.group(2);
    return switch (parts.group(1)) {
      case "===" -> ARBITRARY.matcher(version).matches();
      case "==", "!=" ->
          WITH_LOCAL.matcher(version).matches() || WITH_STAR.matcher(version).matches();
      case "~=" -> VERSION.matcher(version).matches() && TWO_SEGMENTS.matcher(version).matches();
      default -> VERSION.matcher(version).matches();
    };
  }

  private static Pattern compiled(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
  }
}
