package com.blueplm.runner.api.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that comes from scripts and goes into the database. */
final class JsonTexts {
  /** An escaped NUL, which jsonb cannot hold, after an even number of backslashes. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  /** Half a surrogate pair, which UTF-8 cannot hold. */
  private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

  private JsonTexts() {}

  /**
   * The same text as jsonb can hold it, NUL and half surrogate pairs replaced by U+FFFD; empty when
   * it is no JSON.
   */
  static Optional<String> storable(JsonMapper json, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode read = json.readTree(text);
      if (read.isMissingNode()) {
        return Optional.empty();
      }
      String written = json.writeValueAsString(read);
      String withoutNul =
          NUL.matcher(written).replaceAll("$1" + Matcher.quoteReplacement("\\ufffd"));
      return Optional.of(HALF_PAIR.matcher(withoutNul).replaceAll("\ufffd"));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
