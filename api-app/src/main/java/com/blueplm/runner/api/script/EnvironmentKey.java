package com.blueplm.runner.api.script;

import java.util.Set;
import java.util.regex.Pattern;

/** The rule for names of environment variables: settings and secrets alike. */
public final class EnvironmentKey {
  /** What a key looks like. */
  public static final String RULE =
      "must be 1 to 128 of A-Z, 0-9 and _, not begin with a digit, and not be PATH, PYTHON*, LD_* or BLUEPLM_*";

  private static final Pattern FORM = Pattern.compile("[A-Z_][A-Z0-9_]{0,127}");
  private static final Set<String> RESERVED_PREFIXES = Set.of("BLUEPLM_", "PYTHON", "LD_");

  private EnvironmentKey() {}

  /** Whether the key may be used. */
  public static boolean isValid(String key) {
    return FORM.matcher(key).matches()
        && !key.equals("PATH")
        && RESERVED_PREFIXES.stream().noneMatch(key::startsWith);
  }
}
