package com.blueplm.runner.worker.sandbox.cgroup;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A mounted hierarchy of control groups, as {@code /proc/self/mountinfo} tells (format: proc(5)).
 *
 * @param point where it is mounted
 * @param root the group that is seen at that place
 * @param unified whether it is of version 2
 * @param options options of the file system, among them the controllers of version 1
 */
record CgroupMount(Path point, String root, boolean unified, Set<String> options) {

  static List<CgroupMount> parse(String mountinfo) {
    return mountinfo.lines().flatMap(line -> parseLine(line).stream()).toList();
  }

  private static Optional<CgroupMount> parseLine(String line) {
    List<String> fields = Arrays.asList(line.split(" "));
    int separator = fields.indexOf("-");
    if (separator < 5 || fields.size() < separator + 4) {
      return Optional.empty();
    }
    String type = fields.get(separator + 1);
    if (!type.equals("cgroup") && !type.equals("cgroup2")) {
      return Optional.empty();
    }
    Set<String> options =
        Arrays.stream(fields.get(separator + 3).split(",")).collect(Collectors.toSet());
    Path point = Path.of(unescape(fields.get(4)));
    return Optional.of(
        new CgroupMount(point, unescape(fields.get(3)), type.equals("cgroup2"), options));
  }

  /** Where a group can be seen; empty when it lies outside what is mounted. */
  Optional<Path> directory(String group) {
    if (group.contains("..") || group.endsWith(" (deleted)")) {
      return Optional.empty();
    }
    if (root.equals("/")) {
      return Optional.of(point.resolve(group.substring(1)));
    }
    if (group.equals(root) || group.startsWith(root + "/")) {
      return Optional.of(
          group.equals(root) ? point : point.resolve(group.substring(root.length() + 1)));
    }
    return Optional.empty();
  }

  boolean has(Controller controller) {
    return options.contains(controller.kernelName());
  }

  private static String unescape(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
