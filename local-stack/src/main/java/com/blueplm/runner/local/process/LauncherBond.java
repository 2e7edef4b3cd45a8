package com.blueplm.runner.local.process;

import com.blueplm.runner.local.console.LauncherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ties the life of a child to the launcher's: by the system's parent-death signal where util-linux'
 * setpriv is installed, else (macOS) by a shell that waits for the end of the child's standard
 * input.
 */
public final class LauncherBond {
  /**
   * Reads until the launcher is gone, then kills the child, whose process id this shell has left to
   * it.
   */
  private static final String WATCHED =
      "exec 3<&0; (cat <&3 >/dev/null; kill -KILL $$ 2>/dev/null) & exec 3<&- </dev/null \"$@\"";

  /** Puts itself into the group, with the launcher's rights, then goes on as the program. */
  private static final String IN_GROUP = "echo 0 >\"$0\" && exec \"$@\"";

  private final Optional<Path> setpriv;
  private final Optional<Path> setsid;

  LauncherBond(Optional<Path> setpriv, Optional<Path> setsid) {
    this.setpriv = setpriv;
    this.setsid = setsid;
  }

  /** Looks for the tools in the directories of a PATH. */
  public static LauncherBond find(String path) {
    return new LauncherBond(onPath(path, "setpriv"), onPath(path, "setsid"));
  }

  boolean needsStandardInput() {
    return setpriv.isEmpty();
  }

  List<String> wrap(ChildCommand command) {
    List<String> wrapped = new ArrayList<>();
    command
        .group()
        .ifPresent(file -> wrapped.addAll(List.of("/bin/sh", "-c", IN_GROUP, file.toString())));
    setsid.ifPresent(program -> wrapped.add(program.toString()));
    if (setpriv.isPresent()) {
      wrapped.add(setpriv.get().toString());
      wrapped.addAll(List.of("--pdeathsig", command.signalOnLauncherDeath(), "--no-new-privs"));
      command
          .user()
          .ifPresent(
              user -> wrapped.addAll(List.of("--reuid", user, "--regid", user, "--clear-groups")));
      wrapped.add("--");
    } else if (command.user().isPresent()) {
      throw new LauncherException(
          "setpriv (util-linux) is needed to start parts as other users: install it, or start as an ordinary user");
    } else {
      wrapped.addAll(List.of("/bin/sh", "-c", WATCHED, "watched"));
    }
    wrapped.addAll(command.arguments());
    return wrapped;
  }

  private static Optional<Path> onPath(String path, String program) {
    for (String directory : path.split(":", -1)) {
      Path candidate = Path.of(directory, program);
      if (!directory.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
