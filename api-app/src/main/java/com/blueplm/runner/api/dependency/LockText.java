package com.blueplm.runner.api.dependency;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be stored as a lock: pip's requirements format, each package pinned to one version with
 * its hashes, and nothing that leads to an address or changes the installer.
 */
final class LockText {
  private static final int MAX_LENGTH = 1 << 20;
  private static final Pattern PACKAGE =
      Pattern.compile(
          "(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\\[[A-Za-z0-9,._ -]*\\])?"
              + "==[A-Za-z0-9._+!-]+(?: ?; ?(?<marker>[^;]*?))?"
              + "(?:\\s+--hash=sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128}))+\\s*");

  private LockText() {}

  /** Why this text is not stored as a lock; empty when it may be. */
  static Optional<String> objection(String lock) {
    if (lock.length() > MAX_LENGTH) {
      return Optional.of("The lock has more than %d characters.".formatted(MAX_LENGTH));
    }
    for (String line : lock.replace("\r\n", "\n").replace("\\\n", " ").split("\n", -1)) {
      boolean comment = line.stripLeading().startsWith("#") && !line.contains("://");
      if (line.isBlank() || comment) {
        continue;
      }
      Matcher pinned = PACKAGE.matcher(line);
      if (!pinned.matches() || !isMarker(pinned.group("marker"))) {
        return Optional.of(
            "The lock has a line that is no package with a version and hashes: %s"
                .formatted(CodeErrors.quoted(line)));
      }
      if (Requirement.normalised(pinned.group("name")).equals(Requirement.SDK)) {
        return Optional.of(
            "A package that the script lists depends on one named blueplm. That name belongs to the"
                + " built-in SDK and is never taken from an index.");
      }
    }
    return Optional.empty();
  }

  private static boolean isMarker(@Nullable String marker) {
    return marker == null || MarkerSyntax.isValid(marker.strip());
  }
}
