package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell around a command: it does what the JDK cannot, opens files under given descriptors and
 * puts itself into control groups, and then becomes the command.
 */
final class Wrapper {

  private final StringBuilder script = new StringBuilder("unset OLDPWD SHLVL");
  private final List<String> files = new ArrayList<>();

  /** Opens a file for the command to write. */
  Wrapper write(int descriptor, Path file) {
    return with("exec " + descriptor + ">\"$1\"", file);
  }

  /** Opens a file for the command to read. */
  Wrapper read(int descriptor, Path file) {
    return with("exec " + descriptor + "<\"$1\"", file);
  }

  /** Puts the command into what the files stand for. */
  Wrapper join(List<Path> groups) {
    groups.forEach(file -> with("echo 0 >\"$1\" || exit 126", file));
    return this;
  }

  /** The whole command line. */
  List<String> around(List<String> command) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("/bin/sh", "-c", script + "; exec \"$@\"", "sh"));
    all.addAll(files);
    all.addAll(command);
    return all;
  }

  private Wrapper with(String step, Path file) {
    script.append("; ").append(step).append("; shift");
    files.add(file.toString());
    return this;
  }
}
