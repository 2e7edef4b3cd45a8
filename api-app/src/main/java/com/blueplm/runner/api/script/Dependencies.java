package com.blueplm.runner.api.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a script asks for in its inline metadata (PEP 723).
 *
 * @param requiresPython the versions of Python that it runs on; null when it does not say
 * @param packages the packages that it asks for
 * @param locked whether a run has exactly these packages
 * @param error why not
 */
record Dependencies(
    @Nullable String requiresPython,
    List<String> packages,
    boolean locked,
    @Nullable String error) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^# /// script\\r?\\n((?:^#(?: [^\\n]*)?\\r?\\n)*?)^# ///[ \\r]*$", Pattern.MULTILINE);
  private static final Pattern REQUIRES_PYTHON =
      Pattern.compile("^\\s*requires-python\\s*=\\s*[\"']([^\"']*)[\"']", Pattern.MULTILINE);
  private static final Pattern LIST =
      Pattern.compile(
          "^\\s*dependencies\\s*=\\s*\\[(.*?)^?\\s*\\]\\s*$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern ITEM = Pattern.compile("\"([^\"\\n]*)\"|'([^'\\n]*)'");
  private static final String NOT_YET =
      "Dependencies are not installed yet in this version; a run has requests and blueplm only.";

  /** Reads the metadata of a script's code. */
  static Dependencies of(String code) {
    Matcher block = BLOCK.matcher(code);
    if (!block.find()) {
      return new Dependencies(null, List.of(), true, null);
    }
    String metadata = block.group(1).replaceAll("(?m)^# ?", "");
    Matcher python = REQUIRES_PYTHON.matcher(metadata);
    List<String> packages = packages(metadata);
    return new Dependencies(
        python.find() ? python.group(1) : null,
        packages,
        packages.isEmpty(),
        packages.isEmpty() ? null : NOT_YET);
  }

  private static List<String> packages(String metadata) {
    List<String> packages = new ArrayList<>();
    Matcher list = LIST.matcher(metadata);
    if (list.find()) {
      Matcher item = ITEM.matcher(list.group(1));
      while (item.find()) {
        packages.add(item.group(1) == null ? item.group(2) : item.group(1));
      }
    }
    return List.copyOf(packages);
  }
}
