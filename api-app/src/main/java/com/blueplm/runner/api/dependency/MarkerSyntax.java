package com.blueplm.runner.api.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of environment markers such as {@code python_version < "3.12" and os_name == "posix"}
 * (<a href="https://packaging.python.org/en/latest/specifications/dependency-specifiers/">PEP
 * 508</a>). Only the form: which packages a marker leaves is the resolver's to say.
 */
final class MarkerSyntax {
  private static final Pattern TOKEN =
      Pattern.compile(
          "[ \\t]*(?:(\"[^\"]*\"|'[^']*')|(===|==|!=|<=|>=|~=|<|>)|([()])|([A-Za-z_][A-Za-z_.]*))[ \\t]*");
  private static final Set<String> VARIABLES =
      Set.of(
          "python_version",
          "python_full_version",
          "os_name",
          "sys_platform",
          "platform_release",
          "platform_system",
          "platform_version",
          "platform_machine",
          "platform_python_implementation",
          "implementation_name",
          "implementation_version",
          "extra");
  private static final int MAX_DEPTH = 20;
  private static final String TEXT = "'";
  private static final String OPERATOR = "=";

  private final List<String> tokens;
  private int at;

  private MarkerSyntax(List<String> tokens) {
    this.tokens = tokens;
  }

  /** Whether the text is a marker. */
  static boolean isValid(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.lookingAt() && token.end() > end) {
      tokens.add(kind(token));
      end = token.end();
      token.region(end, text.length());
    }
    if (end != text.length()) {
      return false;
    }
    MarkerSyntax marker = new MarkerSyntax(tokens);
    return marker.either(0) && marker.at == tokens.size();
  }

  private static String kind(Matcher token) {
    if (token.group(1) != null) {
      return TEXT;
    }
    if (token.group(2) != null) {
      return OPERATOR;
    }
    return token.group(3) != null ? token.group(3) : token.group(4);
  }

  private boolean either(int depth) {
    do {
      if (!all(depth)) {
        return false;
      }
    } while (take("or"));
    return true;
  }

  private boolean all(int depth) {
    do {
      if (!one(depth)) {
        return false;
      }
    } while (take("and"));
    return true;
  }

  private boolean one(int depth) {
    if (take("(")) {
      return depth < MAX_DEPTH && either(depth + 1) && take(")");
    }
    return value() && operator() && value();
  }

  private boolean operator() {
    return take(OPERATOR) || take("in") || (take("not") && take("in"));
  }

  private boolean value() {
    if (at < tokens.size() && VARIABLES.contains(tokens.get(at))) {
      at++;
      return true;
    }
    return take(TEXT);
  }

  private boolean take(String token) {
    if (at < tokens.size() && tokens.get(at).equals(token)) {
      at++;
      return true;
    }
    return false;
  }
}
