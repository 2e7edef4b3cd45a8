package com.blueplm.runner.api.web;

/** What no text of a request may hold. */
public final class TextRules {
  /** What is said about a text with a NUL. */
  public static final String NUL = "holds a NUL character (\\u0000); remove it";

  /** What is said about a text that is not Unicode. */
  public static final String SURROGATE = "holds half of a surrogate pair, which is not Unicode";

  private TextRules() {}

  /** What is wrong with the text; empty when nothing is. */
  public static String complaint(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return NUL;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return SURROGATE;
      }
    }
    return "";
  }
}
