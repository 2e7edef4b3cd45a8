package com.blueplm.runner.acceptance.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which processes of this machine belong to a script, seen from outside of every sandbox. */
final class Processes {
  private Processes() {}

  /** Living processes whose command line or environment holds the marker. */
  static List<Long> marked(String marker) {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path process :
          entries.filter(entry -> entry.getFileName().toString().matches("\\d+")).toList()) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != ProcessHandle.current().pid() && holds(process, marker)) {
          found.add(pid);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  /** The process, its parent and so on. */
  static Stream<Long> withAncestors(long pid) {
    return Stream.iterate(
            ProcessHandle.of(pid), Optional::isPresent, each -> each.flatMap(ProcessHandle::parent))
        .map(each -> each.orElseThrow().pid());
  }

  /** The process and all that descend from it, parents first. */
  static List<Long> tree(long pid) {
    return Stream.concat(
            Stream.of(pid),
            ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid))
        .toList();
  }

  /** Sends a signal, such as {@code STOP}; a process that has gone meanwhile is no matter. */
  static void signal(String name, List<Long> pids) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    pids.forEach(pid -> command.add(String.valueOf(pid)));
    Stack.Ended.of(new ProcessBuilder(command));
  }

  static boolean anyAlive(List<Long> pids) {
    return pids.stream().anyMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  private static boolean holds(Path process, String marker) {
    return contains(process.resolve("cmdline"), marker)
        || contains(process.resolve("environ"), marker);
  }

  private static boolean contains(Path file, String marker) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(marker);
    } catch (IOException gone) {
      return false;
    }
  }
}
