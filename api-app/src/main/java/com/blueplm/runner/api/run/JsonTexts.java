package com.blueplm.runner.api.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON that comes from scripts and goes into the database. */
final class JsonTexts {
  /** An escaped NUL, which jsonb cannot hold, after an even number of backslashes. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  private JsonTexts() {}

  /** The same text as jsonb can hold it, NUL replaced by U+FFFD; empty when it is no JSON. */
  static Optional<String> storable(JsonMapper json, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      String written = json.writeValueAsString(json.readTree(text));
      return Optional.of(
          NUL.matcher(written).replaceAll("$1" + Matcher.quoteReplacement("\\ufffd")));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
