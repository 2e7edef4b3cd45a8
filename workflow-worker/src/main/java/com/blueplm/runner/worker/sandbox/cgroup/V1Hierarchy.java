package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups of version 1: each controller has a tree of its own, or shares one. Files: the kernel's
 * Documentation/admin-guide/cgroup-v1 and scheduler/sched-bwc.
 */
final class V1Hierarchy implements Hierarchy {

  private static final Logger log = LoggerFactory.getLogger(V1Hierarchy.class);

  private final CgroupPlace place;

  V1Hierarchy(CgroupPlace place) {
    this.place = place;
  }

  @Override
  public String words() {
    return "cgroup v1";
  }

  @Override
  public boolean limitsCpu() {
    return place.has(Controller.CPU);
  }

  @Override
  public List<Path> parents() {
    return place.directories().values().stream().distinct().toList();
  }

  @Override
  public JobGroup make(String name, GroupLimits limits) throws IOException {
    Map<Controller, Path> directories = new EnumMap<>(Controller.class);
    place
        .directories()
        .forEach((controller, parent) -> directories.put(controller, parent.resolve(name)));
    V1Group group = new V1Group(directories);
    try {
      for (Path directory : group.directories()) {
        Files.createDirectory(directory);
      }
      limit(group, limits);
      return group;
    } catch (IOException e) {
      for (Path directory : group.directories()) {
        GroupTree.remove(directory);
      }
      throw e;
    }
  }

  private static void limit(V1Group group, GroupLimits limits) throws IOException {
    String memory = Long.toString(limits.memoryBytes());
    Path memoryGroup = group.directory(Controller.MEMORY);
    GroupFiles.write(memoryGroup.resolve("memory.limit_in_bytes"), memory);
    GroupFiles.writeIfThere(memoryGroup.resolve("memory.memsw.limit_in_bytes"), memory);
    GroupFiles.writeIfThere(memoryGroup.resolve("memory.swappiness"), "0");
    GroupFiles.write(
        group.directory(Controller.PIDS).resolve("pids.max"), Integer.toString(limits.tasks()));
    if (group.has(Controller.CPU)) {
      limitCpu(group.directory(Controller.CPU), Long.toString(limits.quotaMicros()));
    }
  }

  private static void limitCpu(Path directory, String quota) throws IOException {
    GroupFiles.write(
        directory.resolve("cpu.cfs_period_us"), Integer.toString(GroupLimits.PERIOD_MICROS));
    try {
      GroupFiles.write(directory.resolve("cpu.cfs_quota_us"), quota);
    } catch (IOException e) {
      // The kernel refuses a child more than its parent has.
      log.info("The CPU quota of a group above {} holds instead of {} us.", directory, quota);
      return;
    }
    // A new group begins with the burst saved up: the start of an interpreter is not throttled.
    GroupFiles.writeIfThere(directory.resolve("cpu.cfs_burst_us"), quota);
  }
}
