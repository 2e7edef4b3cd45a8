package com.blueplm.runner.worker.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Finds what is left of an attempt by the marks in its environment, which a script can take off.
 *
 * @param runId the run
 * @param attempt the attempt
 */
record RunMarker(UUID runId, int attempt) {

  private static final Path PROC = Path.of("/proc");

  /** Whether this machine lets processes be found. */
  static boolean works() {
    return Files.isReadable(PROC.resolve("self/environ"));
  }

  List<ProcessHandle> survivors() {
    return ProcessHandle.allProcesses().filter(this::isMarked).toList();
  }

  private boolean isMarked(ProcessHandle handle) {
    try {
      Path file = PROC.resolve(handle.pid() + "/environ");
      String environment = "\0" + Files.readString(file, StandardCharsets.ISO_8859_1);
      return environment.contains("\0BLUEPLM_RUN_ID=" + runId + "\0")
          && environment.contains("\0BLUEPLM_ATTEMPT=" + attempt + "\0");
    } catch (IOException e) {
      // Gone, a zombie, or another user's: not ours to find.
      return false;
    }
  }
}
