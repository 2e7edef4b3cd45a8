package com.blueplm.runner.worker.dependencies;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a version of Python satisfies {@code requires-python} (PEP 440, final releases). */
final class PythonRequirement {

  private static final Pattern CLAUSE =
      Pattern.compile("\\s*(~=|===|==|!=|<=|>=|<|>)\\s*(\\d+(?:\\.\\d+){0,5})(\\.\\*)?\\s*");

  private PythonRequirement() {}

  /**
   * Checks a version.
   *
   * @throws DependencyException when it is refused or the requirement cannot be read
   */
  static void check(String requirement, String version) throws DependencyException {
    for (String clause : requirement.split(",")) {
      Matcher parts = CLAUSE.matcher(clause);
      if (!parts.matches()) {
        throw new DependencyException(
            "requires-python \"%s\" cannot be read: write it as in \">=3.10,<3.14\""
                .formatted(requirement.replaceAll("\\p{Cntrl}", " ")));
      }
      if (!admits(parts.group(1), parts.group(2), parts.group(3) != null, version)) {
        throw new DependencyException(
            "The script requires Python %s, and scripts run on Python %s here"
                .formatted(requirement.strip(), version));
      }
    }
  }

  private static boolean admits(String operator, String text, boolean prefix, String version) {
    List<Integer> wanted = numbers(text);
    List<Integer> actual = numbers(version);
    int compared = prefix ? comparePrefix(actual, wanted) : compare(actual, wanted);
    return switch (operator) {
      case "==", "===" -> compared == 0;
      case "!=" -> compared != 0;
      case "<=" -> compared <= 0;
      case ">=" -> compared >= 0;
      case "<" -> compared < 0;
      case ">" -> compared > 0;
      default -> // ~=: at least this, and the same but for the last number
          compared >= 0
              && wanted.size() > 1
              && comparePrefix(actual, wanted.subList(0, wanted.size() - 1)) == 0;
    };
  }

  private static int comparePrefix(List<Integer> actual, List<Integer> prefix) {
    return compare(actual.subList(0, Math.min(actual.size(), prefix.size())), prefix);
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int compared = Integer.compare(at(one, i), at(other, i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static int at(List<Integer> numbers, int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  private static List<Integer> numbers(String version) {
    return Arrays.stream(version.split("\\."))
        .map(number -> number.length() > 6 ? 999_999 : Integer.parseInt(number))
        .toList();
  }
}
