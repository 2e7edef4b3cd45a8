package com.blueplm.runner.api.dependency;

import com.blueplm.runner.api.problem.ProblemException;

/** Refusals of code because of its inline metadata: they name the line. */
final class CodeErrors {
  private static final int SHOWN = 80;

  private CodeErrors() {}

  /** 400 on {@code code}, at a line counted from 1. */
  static ProblemException at(int line, String message) {
    return ProblemException.invalid("code", "line " + line + ": " + message);
  }

  /** A text in quotes, cut and without control characters, for a message. */
  static String quoted(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return "\"" + (plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain) + "\"";
  }
}
