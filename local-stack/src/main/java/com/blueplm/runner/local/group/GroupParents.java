package com.blueplm.runner.local.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine lets groups be made, below the launcher's own group where possible, so that
 * what limits the launcher limits its workers' scripts too.
 *
 * @param unified whether the directory is of version 2
 * @param directories one of version 2, or one per controller of version 1
 */
record GroupParents(boolean unified, List<Path> directories) {
  private static final List<String> NEEDED = List.of("memory", "pids");
  private static final List<String> WISHED = List.of("memory", "pids", "cpu", "cpuacct");

  private record Mount(Path point, String root, boolean unified, Set<String> options) {
    Optional<Path> directory(String group) {
      boolean visible = root.equals("/") || group.equals(root) || group.startsWith(root + "/");
      if (!visible || group.contains("..") || group.endsWith(" (deleted)")) {
        return Optional.empty();
      }
      String below = root.equals("/") ? group : group.substring(root.length());
      return Optional.of(below.length() <= 1 ? point : point.resolve(below.substring(1)));
    }
  }

  /**
   * Looks in what the kernel tells about a process (formats: proc(5), cgroups(7)).
   *
   * @param mountinfo content of {@code /proc/self/mountinfo}
   * @param ownGroups content of {@code /proc/self/cgroup}
   */
  static Optional<GroupParents> find(String mountinfo, String ownGroups) {
    List<Mount> mounts = mountinfo.lines().flatMap(line -> mount(line).stream()).toList();
    return own(mounts, ownGroups, "")
        .flatMap(own -> unifiedParent(own, mounts))
        .map(parent -> new GroupParents(true, List.of(parent)))
        .or(() -> separate(mounts, ownGroups));
  }

  private static Optional<GroupParents> separate(List<Mount> mounts, String ownGroups) {
    Set<Path> directories = new LinkedHashSet<>();
    for (String controller : WISHED) {
      Optional<Path> own =
          own(mounts, ownGroups, controller).filter(directory -> Files.isWritable(directory));
      if (own.isEmpty() && NEEDED.contains(controller)) {
        return Optional.empty();
      }
      own.ifPresent(directories::add);
    }
    return Optional.of(new GroupParents(false, new ArrayList<>(directories)));
  }

  /**
   * The nearest group above the launcher's own that hands its controllers down. The launcher's own
   * cannot, since it holds processes; only the root of all may do both.
   */
  private static Optional<Path> unifiedParent(Path own, List<Mount> mounts) {
    Path top = mounts.stream().filter(Mount::unified).map(Mount::point).findFirst().orElse(own);
    for (@Nullable Path group = own;
        group != null && group.startsWith(top);
        group = group.getParent()) {
      boolean root = group.equals(top) && !Files.exists(group.resolve("cgroup.type"));
      if (Files.isWritable(group)
          && words(group.resolve(root ? "cgroup.controllers" : "cgroup.subtree_control"))
              .containsAll(NEEDED)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  private static List<String> words(Path file) {
    try {
      return Arrays.asList(Files.readString(file).strip().split(" "));
    } catch (IOException e) {
      // Not there or not for us: nothing can be handed down from here.
      return List.of();
    }
  }

  private static Optional<Path> own(List<Mount> mounts, String ownGroups, String controller) {
    boolean unified = controller.isEmpty();
    return ownGroups
        .lines()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3)
        .filter(fields -> Arrays.asList(fields[1].split(",")).contains(controller))
        .flatMap(
            fields ->
                mounts.stream()
                    .filter(mount -> mount.unified() == unified)
                    .filter(mount -> unified || mount.options().contains(controller))
                    .flatMap(mount -> mount.directory(fields[2]).stream()))
        .findFirst();
  }

  private static Optional<Mount> mount(String line) {
    List<String> fields = Arrays.asList(line.split(" "));
    int separator = fields.indexOf("-");
    if (separator < 5
        || fields.size() < separator + 4
        || !fields.get(separator + 1).startsWith("cgroup")) {
      return Optional.empty();
    }
    return Optional.of(
        new Mount(
            Path.of(fields.get(4).replace("\\040", " ")),
            fields.get(3).replace("\\040", " "),
            fields.get(separator + 1).equals("cgroup2"),
            Set.copyOf(Arrays.asList(fields.get(separator + 3).split(",")))));
  }
}
