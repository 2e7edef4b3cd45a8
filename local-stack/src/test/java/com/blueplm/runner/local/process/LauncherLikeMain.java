package com.blueplm.runner.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A process that starts one child as the launcher does, says the child's id, and waits to be
 * killed.
 */
public final class LauncherLikeMain {
  private LauncherLikeMain() {}

  /** Arguments: "setpriv" or "shell", a directory, then the child's program and arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[1]);
    LauncherBond bond =
        arguments[0].equals("setpriv")
            ? LauncherBond.find(System.getenv("PATH"))
            : new LauncherBond(Optional.empty(), Optional.empty());
    ChildCommand command =
        new ChildCommand(
            List.of(arguments).subList(2, arguments.length),
            Map.of("PATH", "/usr/bin:/bin"),
            directory,
            directory.resolve("child.log"),
            Optional.empty(),
            "KILL");
    Process[] child = new Process[1];
    Thread starter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    child[0] = new ProcessSpawner(bond).start(command);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    starter.join();
    System.out.println(child[0].pid());
    new CountDownLatch(1).await();
  }
}
