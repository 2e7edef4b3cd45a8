package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list that is sorted by time and id, newest first: stable while rows come and go.
 *
 * @param at the time of the last item that was answered
 * @param id its id
 */
public record Cursor(Instant at, UUID id) {
  private static final Pattern FORM = Pattern.compile("(-?\\d{1,12})\\.(\\d{1,9})~([0-9a-f-]{36})");

  /** The place that a caller gave back; null for the beginning of the list. */
  public static @Nullable Cursor parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Matcher parts =
          FORM.matcher(
              new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1));
      if (parts.matches()) {
        return new Cursor(
            Instant.ofEpochSecond(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))),
            UUID.fromString(parts.group(3)));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw invalid();
    }
    throw invalid();
  }

  /** The place as the opaque text of {@code next_cursor}. */
  public String encode() {
    String text = at.getEpochSecond() + "." + at.getNano() + "~" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ProblemException invalid() {
    return ProblemException.invalid(
        "cursor", "is not a cursor; take next_cursor of the answer before");
  }
}
