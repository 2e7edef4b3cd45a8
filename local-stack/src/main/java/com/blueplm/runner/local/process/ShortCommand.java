package com.blueplm.runner.local.process;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end while the launcher waits. */
public final class ShortCommand {
  private ShortCommand() {}

  /**
   * Runs the program and waits for it.
   *
   * @throws LauncherException with its output when it does not exit with 0
   */
  public static void run(List<String> arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new LauncherException("%s failed: %s".formatted(String.join(" ", arguments), output));
    }
  }
}
