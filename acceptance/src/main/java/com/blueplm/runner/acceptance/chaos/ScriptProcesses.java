package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which processes of this machine belong to the campaign's scripts, seen from outside. */
final class ScriptProcesses {
  private ScriptProcesses() {}

  /** Process ids and command lines of the living processes whose environment holds the mark. */
  static List<String> marked(String mark) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path process :
          entries.filter(entry -> entry.getFileName().toString().matches("\\d+")).toList()) {
        if (read(process.resolve("environ")).contains(mark)) {
          found.add(
              process.getFileName() + " " + read(process.resolve("cmdline")).replace('\0', ' '));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
