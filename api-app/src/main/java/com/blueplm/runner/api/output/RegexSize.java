package com.blueplm.runner.api.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bound on the steps of an RE2 expression for each character. RE2 writes counted repeats out, so
 * that a few nested ones fill the memory; only a group can hold one and be repeated itself.
 */
final class RegexSize {
  private static final Pattern REPEAT =
      Pattern.compile("(?<group>\\)?)\\{(?<least>\\d+)(,(?<most>\\d*))?}");

  private RegexSize() {}

  /** The bound; never less than the true size. */
  static double bound(String regex) {
    double groups = 1;
    double single = 1;
    Matcher repeats = REPEAT.matcher(regex);
    while (repeats.find()) {
      double count = Math.max(count(repeats.group("least")), count(repeats.group("most")));
      if (repeats.group("group").isEmpty()) {
        single = Math.max(single, count);
      } else {
        groups *= count;
      }
    }
    return regex.length() * groups * single;
  }

  private static double count(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 1 : Math.max(1, Double.parseDouble(digits));
  }
}
