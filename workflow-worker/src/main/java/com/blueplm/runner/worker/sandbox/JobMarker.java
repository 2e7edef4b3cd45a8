package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds what is left of a job whose command sees the workspace by its temporary directory in the
 * environment, which a command can take off.
 *
 * @param workspace the job's workspace, or a directory that holds those of many jobs
 */
record JobMarker(Path workspace) {

  /** The variable that names the temporary directory. */
  static final String VARIABLE = "TMPDIR";

  private static final Path PROC = Path.of("/proc");

  /** Whether this machine lets processes be found. */
  static boolean works() {
    return Files.isReadable(PROC.resolve("self/environ"));
  }

  List<ProcessHandle> survivors() {
    return ProcessHandle.allProcesses().filter(this::marks).toList();
  }

  /** Whether none is left; kills those that are, since they may have forked meanwhile. */
  boolean isSweptClean() {
    List<ProcessHandle> survivors = survivors();
    survivors.forEach(ProcessHandle::destroyForcibly);
    return survivors.isEmpty() && works();
  }

  boolean marks(ProcessHandle handle) {
    try {
      Path file = PROC.resolve(handle.pid() + "/environ");
      String environment = "\0" + Files.readString(file, StandardCharsets.ISO_8859_1);
      return environment.contains("\0" + VARIABLE + "=" + bytes() + "/");
    } catch (IOException e) {
      // Gone, a zombie, or another user's: not ours to find.
      return false;
    }
  }

  /** The path as the file gives it: its bytes, one a character. */
  private String bytes() {
    return new String(
        workspace.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
