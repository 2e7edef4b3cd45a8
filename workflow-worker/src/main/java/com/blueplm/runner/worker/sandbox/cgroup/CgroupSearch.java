package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds where this worker may make groups: where the operator says, else in its own group. Knows
 * version 2, version 1, and machines that have both, where the controllers are of version 1.
 */
final class CgroupSearch {

  /** The leaf that a worker moves itself into, as systemd's DelegateSubgroup= may do before. */
  static final String LEAF = "worker";

  private final List<CgroupMount> mounts;
  private final List<String> ownGroups;

  /**
   * A search in what the kernel tells.
   *
   * @param mountinfo the content of {@code /proc/self/mountinfo}
   * @param ownGroups the content of {@code /proc/self/cgroup}
   */
  CgroupSearch(String mountinfo, String ownGroups) {
    this.mounts = CgroupMount.parse(mountinfo);
    this.ownGroups = ownGroups.lines().toList();
  }

  static CgroupSearch ofThisProcess() throws NoCgroupException {
    try {
      return new CgroupSearch(
          Files.readString(Path.of("/proc/self/mountinfo")),
          Files.readString(Path.of("/proc/self/cgroup")));
    } catch (IOException e) {
      throw new NoCgroupException("no cgroups on this system", e);
    }
  }

  /** The directories that the operator names: one of version 2, or one per controller. */
  CgroupPlace configured(List<Path> roots) throws NoCgroupException {
    Map<Controller, Path> directories = new EnumMap<>(Controller.class);
    for (Path root : roots) {
      CgroupMount mount =
          mounts.stream()
              .filter(candidate -> root.startsWith(candidate.point()))
              .max(Comparator.comparing(candidate -> candidate.point().getNameCount()))
              .orElseThrow(
                  () ->
                      new NoCgroupException(
                          "runner.cgroup-root names %s, which is no cgroup directory"
                              .formatted(root)));
      if (mount.unified()) {
        return checked(unified(root));
      }
      for (Controller controller : Controller.values()) {
        if (mount.has(controller)) {
          directories.put(controller, root);
        }
      }
    }
    return checked(new CgroupPlace(false, directories));
  }

  /** The group that this process is in. */
  CgroupPlace own() throws NoCgroupException {
    Optional<Path> own = ownDirectory("", mount -> mount.unified());
    if (own.isPresent()) {
      Path parent = own.get().getParent();
      boolean inLeaf =
          own.get().endsWith(LEAF)
              && parent != null
              && Files.isWritable(parent.resolve("cgroup.subtree_control"));
      CgroupPlace place = unified(inLeaf && parent != null ? parent : own.get());
      if (place.has(Controller.MEMORY)) {
        return checked(place);
      }
    }
    Map<Controller, Path> directories = new EnumMap<>(Controller.class);
    for (Controller controller : Controller.values()) {
      ownDirectory(controller.kernelName(), mount -> mount.has(controller))
          .filter(directory -> writable(directory, false))
          .ifPresent(directory -> directories.put(controller, directory));
    }
    return checked(new CgroupPlace(false, directories));
  }

  private interface Choice {
    boolean fits(CgroupMount mount);
  }

  /** Lines are {@code id:controllers:path}; those of version 2 name no controllers. */
  private Optional<Path> ownDirectory(String controller, Choice choice) {
    return ownGroups.stream()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3)
        .filter(fields -> Set.of(fields[1].split(",")).contains(controller))
        .flatMap(
            fields ->
                mounts.stream()
                    .filter(mount -> mount.unified() == controller.isEmpty() && choice.fits(mount))
                    .flatMap(mount -> mount.directory(fields[2]).stream()))
        .findFirst();
  }

  private static CgroupPlace unified(Path root) throws NoCgroupException {
    Map<Controller, Path> directories = new EnumMap<>(Controller.class);
    List<String> there;
    try {
      there = Arrays.asList(GroupFiles.read(root.resolve("cgroup.controllers")).split(" "));
    } catch (IOException e) {
      throw new NoCgroupException("the group %s cannot be read".formatted(root), e);
    }
    for (Controller controller : Controller.values()) {
      if (there.contains(controller.kernelName())) {
        directories.put(controller, root);
      }
    }
    if (directories.containsKey(Controller.CPU)) {
      directories.put(Controller.CPU_TIME, root);
    }
    return new CgroupPlace(true, directories);
  }

  private static CgroupPlace checked(CgroupPlace place) throws NoCgroupException {
    for (Controller needed : List.of(Controller.MEMORY, Controller.PIDS)) {
      if (!place.has(needed) || !writable(place.directory(needed), place.unified())) {
        throw new NoCgroupException("no writable cgroup for " + needed.kernelName());
      }
    }
    return place;
  }

  private static boolean writable(Path directory, boolean unified) {
    return Files.isWritable(directory)
        && (!unified
            || (Files.isWritable(directory.resolve("cgroup.procs"))
                && Files.isWritable(directory.resolve("cgroup.subtree_control"))));
  }
}
