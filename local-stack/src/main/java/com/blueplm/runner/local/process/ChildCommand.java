package com.blueplm.runner.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start as a child of the launcher.
 *
 * @param arguments the program and its arguments
 * @param environment the whole environment; nothing of the launcher's own is added
 * @param directory the working directory
 * @param log the file that standard output and error are appended to
 * @param user the system user to run as, when it is another than the launcher's
 * @param signalOnLauncherDeath the signal, without SIG, that the system sends when the launcher
 *     dies
 * @param group the file of a control group to put the program into
 */
public record ChildCommand(
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Path log,
    Optional<String> user,
    String signalOnLauncherDeath,
    Optional<Path> group) {
  public ChildCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A program that stays in the launcher's control group. */
  public ChildCommand(
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      Path log,
      Optional<String> user,
      String signalOnLauncherDeath) {
    this(arguments, environment, directory, log, user, signalOnLauncherDeath, Optional.empty());
  }
}
