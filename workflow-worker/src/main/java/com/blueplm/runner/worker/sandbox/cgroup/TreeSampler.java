package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds up what a process and its descendants use, from {@code /proc} (format: proc(5)). What lives
 * for less than the interval between two looks is missed.
 */
final class TreeSampler {

  private static final Path PROC = Path.of("/proc");

  /** {@code USER_HZ} is 100 on every processor that the worker runs on. */
  private static final long MILLIS_PER_TICK = 10;

  private static final long BYTES_PER_KB = 1024;

  /** Fields of {@code stat}, counted from the one after the name. */
  private static final int USER_TIME = 11;

  private static final int TIMES = 4;
  private static final int RESIDENT_PAGES = 21;

  private final long pageBytes;
  private final boolean listsChildren;

  private TreeSampler(long pageBytes, boolean listsChildren) {
    this.pageBytes = pageBytes;
    this.listsChildren = listsChildren;
  }

  /** Whether this system tells anything. */
  static boolean works() {
    return Files.isReadable(PROC.resolve("self/stat"));
  }

  static TreeSampler create() throws IOException {
    try (Stream<String> lines = Files.lines(PROC.resolve("self/smaps"))) {
      long page =
          lines
              .filter(line -> line.startsWith("KernelPageSize:"))
              .findFirst()
              .map(TreeSampler::kilobytes)
              .orElseThrow(() -> new IOException("/proc/self/smaps tells no page size"));
      String self = Long.toString(ProcessHandle.current().pid());
      return new TreeSampler(
          page,
          Files.isReadable(PROC.resolve(self).resolve("task").resolve(self).resolve("children")));
    }
  }

  /**
   * What a tree uses.
   *
   * @param processes their ids
   * @param residentBytes memory, shared pages counted in each process that has them
   * @param cpuMillis CPU time of these and of all their descendants that have been waited for
   */
  record Sample(List<Long> processes, long residentBytes, long cpuMillis) {}

  /** Looks at a tree; what ends meanwhile counts as nothing. */
  Sample sample(long head) {
    List<Long> processes = tree(head);
    long resident = 0;
    long ticks = 0;
    for (long process : processes) {
      String stat = read(process, "stat");
      int name = stat.lastIndexOf(')');
      String[] fields = name < 0 ? new String[0] : stat.substring(name + 2).split(" ");
      if (fields.length > RESIDENT_PAGES) {
        for (int i = 0; i < TIMES; i++) {
          ticks += Long.parseLong(fields[USER_TIME + i]);
        }
        resident += Long.parseLong(fields[RESIDENT_PAGES]) * pageBytes;
      }
    }
    return new Sample(processes, resident, ticks * MILLIS_PER_TICK);
  }

  /**
   * The memory of these processes with each shared page counted once; slow (milliseconds), so only
   * where the plain sum is suspicious.
   */
  long proportionalBytes(List<Long> processes) {
    long sum = 0;
    for (long process : processes) {
      String rollup = read(process, "smaps_rollup");
      sum +=
          rollup
              .lines()
              .filter(line -> line.startsWith("Pss:"))
              .findFirst()
              .map(TreeSampler::kilobytes)
              .orElse(0L);
    }
    return sum;
  }

  private List<Long> tree(long head) {
    List<Long> found = new ArrayList<>();
    if (!listsChildren) {
      found.add(head);
      ProcessHandle.of(head)
          .ifPresent(handle -> handle.descendants().forEach(child -> found.add(child.pid())));
      return found;
    }
    Deque<Long> open = new ArrayDeque<>(List.of(head));
    while (!open.isEmpty()) {
      long process = open.pop();
      found.add(process);
      for (String thread : threads(process)) {
        for (String child : read(process, "task/" + thread + "/children").split(" ")) {
          if (!child.isBlank()) {
            open.push(Long.valueOf(child.strip()));
          }
        }
      }
    }
    return found;
  }

  private static List<String> threads(long process) {
    String[] names = PROC.resolve(process + "/task").toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  private static String read(long process, String file) {
    try {
      return Files.readString(PROC.resolve(process + "/" + file));
    } catch (IOException e) {
      // Gone, or it does not let itself be read as script-init: either way it tells nothing.
      return "";
    }
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KB;
  }
}
