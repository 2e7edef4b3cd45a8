package com.blueplm.runner.api.connection;

import org.jspecify.annotations.Nullable;

/** Texts that a script chose, as a database and a terminal can take them. */
final class HarmlessText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final char CUT = '…';

  private HarmlessText() {}

  /**
   * The text with control characters and half surrogate pairs replaced, cut to this many
   * characters, the last of which then says so.
   */
  static String of(String text, int max) {
    StringBuilder harmless = new StringBuilder(Math.min(text.length(), max));
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean bad =
          Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
      int room = max - harmless.length() - (i < text.length() ? 1 : 0);
      if (Character.charCount(point) > room) {
        return harmless.append(CUT).toString();
      }
      harmless.appendCodePoint(bad ? REPLACEMENT : point);
    }
    return harmless.toString();
  }

  static @Nullable String orNull(@Nullable String text, int max) {
    return text == null ? null : of(text, max);
  }
}
