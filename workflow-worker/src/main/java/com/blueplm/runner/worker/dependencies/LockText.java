package com.blueplm.runner.worker.dependencies;

import java.util.regex.Pattern;

/** A lock in the format of pip's requirements files, held to names, versions and hashes. */
final class LockText {

  private static final int LONGEST = 1024 * 1024;
  private static final Pattern PACKAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+( ; [^\\\\$#@/]+)? \\\\");
  private static final Pattern HASH =
      Pattern.compile("    --hash=sha(256|384|512):[0-9a-f]{64,128}( \\\\)?");

  private LockText() {}

  /**
   * Checks that a lock asks for packages by version and hash, and nothing else: no address, file or
   * option.
   *
   * @throws DependencyException when it does not
   */
  static void check(String lock) throws DependencyException {
    if (lock.length() > LONGEST) {
      throw new DependencyException("The lock is larger than 1 MB: ask for fewer packages");
    }
    for (String line : lock.lines().toList()) {
      if (!line.isBlank() && !PACKAGE.matcher(line).matches() && !HASH.matcher(line).matches()) {
        throw new DependencyException(
            "The lock holds a line that is neither a package with its version nor a hash: save the"
                + " script again to have it locked anew");
      }
    }
  }
}
