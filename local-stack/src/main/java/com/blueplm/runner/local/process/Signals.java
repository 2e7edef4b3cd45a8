package com.blueplm.runner.local.process;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Sends POSIX signals that {@link ProcessHandle} does not know. */
final class Signals {
  private Signals() {}

  /** Sends the signal, named without SIG; a process that is gone already is no error. */
  static void send(ProcessHandle process, String signal) throws InterruptedException {
    switch (signal) {
      case "TERM" -> process.destroy();
      case "KILL" -> process.destroyForcibly();
      default -> sendByShell(process.pid(), signal);
    }
  }

  private static void sendByShell(long pid, String signal) throws InterruptedException {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new LauncherException("Cannot send SIG" + signal + " to process " + pid, e);
    }
  }
}
