package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process has an id, by {@code /proc/<pid>/stat}, which everybody may read even about a
 * process that hides the rest. Format: proc_pid_stat(5).
 *
 * @param pid its id
 * @param startedAt ticks after the machine's start, which tell it from a later one with the same id
 */
record ProcStat(long pid, long startedAt) {

  private static final int STATE = 0;
  private static final int START = 19;

  /** The live process with this id; a zombie is none. */
  static Optional<ProcStat> of(long pid) {
    try {
      String line =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      // The name, in parentheses, may hold anything.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      boolean dead = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return dead ? Optional.empty() : Optional.of(new ProcStat(pid, number(fields[START])));
    } catch (IOException e) {
      // Gone.
      return Optional.empty();
    }
  }

  private static long number(String field) {
    return Long.parseLong(field);
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }
}
