package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Sends POSIX signals. */
final class Signals {
  private Signals() {}

  /** Sends the signal, named without SIG; processes that are gone already are no error. */
  static void send(String signal, List<Long> processes) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "s=$1; shift; kill -s \"$s\" \"$@\"", "kill"));
    command.add(signal);
    processes.forEach(process -> command.add(Long.toString(process)));
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The campaign was interrupted", e);
    }
  }
}
