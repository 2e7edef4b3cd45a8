package com.blueplm.runner.worker.dependencies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages that a script asks for. Only names, versions, extras and markers of PEP 508 pass: in
 * a requirements file a line could also name files, addresses, options or variables.
 */
final class Requirements {

  /** What the base environment has and no index: the name is anybody's there. */
  static final List<String> PROVIDED = List.of("blueplm");

  private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]*)");
  private static final Pattern DIRECT = Pattern.compile(NAME + "\\s*(\\[[^\\]]*\\])?\\s*@.*");
  private static final Pattern HARMLESS =
      Pattern.compile(NAME + "[A-Za-z0-9._ \\[\\],<>=!~;'\"()+*|&-]*");
  private static final int LONGEST = 500;
  private static final int MOST = 200;

  private Requirements() {}

  /**
   * The lines of a requirements file.
   *
   * @throws DependencyException when one of them asks for something else than a package of the
   *     index
   */
  static List<String> lines(List<String> packages) throws DependencyException {
    if (packages.size() > MOST) {
      throw new DependencyException(
          "%d packages are asked for; at most %d may be".formatted(packages.size(), MOST));
    }
    List<String> lines = new ArrayList<>();
    for (String requirement : packages) {
      check(requirement);
      if (!PROVIDED.contains(nameOf(requirement))) {
        lines.add(requirement.strip());
      }
    }
    return lines;
  }

  private static void check(String requirement) throws DependencyException {
    if (DIRECT.matcher(requirement).matches()) {
      throw new DependencyException(
          quoted(requirement)
              + " names an address: packages come from the package index only, write a name and a"
              + " version");
    }
    if (requirement.length() > LONGEST || !HARMLESS.matcher(requirement).matches()) {
      throw new DependencyException(
          quoted(requirement) + " is no requirement: write it as in \"requests>=2.31,<3\"");
    }
  }

  /** The name as indexes compare it (PEP 503). */
  private static String nameOf(String requirement) {
    Matcher name = NAME.matcher(requirement);
    return name.lookingAt() ? name.group(1).replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT) : "";
  }

  private static String quoted(String requirement) {
    String printable = requirement.replaceAll("\\p{Cntrl}", " ").strip();
    return '"' + printable.substring(0, Math.min(printable.length(), 100)) + '"';
  }
}
