package com.blueplm.runner.api.connection;

import com.blueplm.runner.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the list of a run's connections: stable while further ones come.
 *
 * @param attempt the attempt of the last connection that was answered
 * @param number its number
 */
record ConnectionPlace(int attempt, int number) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})~(\\d{1,9})");

  /** Before every connection. */
  static final ConnectionPlace NEWEST = new ConnectionPlace(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** The place that a caller gave back. */
  static ConnectionPlace parse(@Nullable String text) {
    if (text == null) {
      return NEWEST;
    }
    try {
      Matcher parts =
          FORM.matcher(
              new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1));
      if (parts.matches()) {
        return new ConnectionPlace(
            Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
      }
    } catch (IllegalArgumentException notBase64) {
      throw invalid();
    }
    throw invalid();
  }

  /** The place as the opaque text of {@code next_cursor}. */
  String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((attempt + "~" + number).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ProblemException invalid() {
    return ProblemException.invalid(
        "cursor", "is not a cursor; take next_cursor of the answer before");
  }
}
