package com.blueplm.runner.api.run;

import java.text.Normalizer;
import java.util.Locale;

/** The name of a script's file, which is what tracebacks show. */
final class FileNames {
  private static final String SUFFIX = ".py";
  private static final int MAX_LENGTH = 60;

  private FileNames() {}

  /** {@code sync_suppliers.py} for "Sync suppliers"; {@code script.py} when nothing is left. */
  static String of(String scriptName) {
    String lower = scriptName.toLowerCase(Locale.ROOT);
    String stem =
        lower.endsWith(SUFFIX) ? lower.substring(0, lower.length() - SUFFIX.length()) : lower;
    String slug =
        Normalizer.normalize(stem, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String bounded = slug.substring(0, Math.min(slug.length(), MAX_LENGTH));
    return (bounded.isEmpty() ? "script" : bounded) + SUFFIX;
  }
}
