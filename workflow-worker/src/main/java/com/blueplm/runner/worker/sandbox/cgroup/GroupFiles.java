package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the kernel's small files. */
final class GroupFiles {

  private GroupFiles() {}

  static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  static void write(Path file, String value) throws IOException {
    // One write of the whole: the kernel reads each as a value of its own.
    Files.write(
        file,
        value.getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE);
  }

  /** Writes where this kernel has the file. */
  static void writeIfThere(Path file, String value) throws IOException {
    if (Files.exists(file)) {
      write(file, value);
    }
  }

  /** A file that holds one number; null where the kernel has no such file. */
  static @Nullable Long number(Path file) throws IOException {
    try {
      return Long.valueOf(read(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The number behind a word at the start of a line; 0 where there is none. */
  static long keyed(Path file, String key) throws IOException {
    for (String line : read(file).split("\n")) {
      if (line.startsWith(key + " ")) {
        return Long.parseLong(line.substring(key.length() + 1).strip());
      }
    }
    return 0;
  }

  static List<Long> processes(Path directory) throws IOException {
    return read(directory.resolve("cgroup.procs"))
        .lines()
        .filter(line -> !line.isBlank())
        .map(Long::valueOf)
        .toList();
  }
}
