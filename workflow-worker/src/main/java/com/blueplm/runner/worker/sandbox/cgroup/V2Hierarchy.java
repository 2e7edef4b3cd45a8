package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Groups of version 2: one tree for all controllers, where a group with processes of its own cannot
 * hold others, so the worker sits in a leaf beside its jobs. Files: the kernel's
 * Documentation/admin-guide/cgroup-v2.
 *
 * <p>Tried against directories of plain files only: the machines that this was built on have
 * version 1 controllers.
 */
final class V2Hierarchy implements Hierarchy {

  private static final long INIT = 1;

  private final CgroupPlace place;
  private final Path root;

  private V2Hierarchy(CgroupPlace place) {
    this.place = place;
    this.root = place.directory(Controller.MEMORY);
  }

  /**
   * Moves this process into a leaf and hands the controllers down.
   *
   * @throws NoCgroupException when others share the group or the kernel refuses
   */
  static V2Hierarchy prepare(CgroupPlace place) throws NoCgroupException {
    V2Hierarchy hierarchy = new V2Hierarchy(place);
    try {
      hierarchy.moveIntoLeaf(ProcessHandle.current().pid());
      for (Controller controller : List.of(Controller.MEMORY, Controller.PIDS, Controller.CPU)) {
        if (place.has(controller)) {
          GroupFiles.write(
              hierarchy.root.resolve("cgroup.subtree_control"), "+" + controller.kernelName());
        }
      }
      return hierarchy;
    } catch (IOException e) {
      throw new NoCgroupException("the group %s is not delegated".formatted(hierarchy.root), e);
    }
  }

  /** Only the root of all, which has no type, may hold both processes and groups. */
  private void moveIntoLeaf(long self) throws IOException, NoCgroupException {
    if (!Files.exists(root.resolve("cgroup.type"))) {
      return;
    }
    List<Long> inside = GroupFiles.processes(root);
    for (long pid : inside) {
      // An init such as tini may be moved with us; other programs are not ours to move.
      if (pid != self && pid != INIT) {
        throw new NoCgroupException(
            "process %d shares the worker's group %s: start the worker in a group of its own, as with systemd's Delegate=yes"
                .formatted(pid, root));
      }
    }
    if (inside.isEmpty()) {
      return;
    }
    Path leaf = root.resolve(CgroupSearch.LEAF);
    if (!Files.isDirectory(leaf)) {
      Files.createDirectory(leaf);
    }
    for (long pid : inside) {
      GroupFiles.write(leaf.resolve("cgroup.procs"), Long.toString(pid));
    }
  }

  @Override
  public String words() {
    return "cgroup v2";
  }

  @Override
  public boolean limitsCpu() {
    return place.has(Controller.CPU);
  }

  @Override
  public List<Path> parents() {
    return List.of(root);
  }

  @Override
  public JobGroup make(String name, GroupLimits limits) throws IOException {
    Path directory = Files.createDirectory(root.resolve(name));
    try {
      limit(directory, limits);
      return new V2Group(directory);
    } catch (IOException e) {
      GroupTree.remove(directory);
      throw e;
    }
  }

  private void limit(Path directory, GroupLimits limits) throws IOException {
    GroupFiles.write(directory.resolve("memory.max"), Long.toString(limits.memoryBytes()));
    GroupFiles.writeIfThere(directory.resolve("memory.swap.max"), "0");
    // The kernel then kills the whole group at the first lack of memory.
    GroupFiles.writeIfThere(directory.resolve("memory.oom.group"), "1");
    GroupFiles.write(directory.resolve("pids.max"), Integer.toString(limits.tasks()));
    if (limitsCpu()) {
      String quota = Long.toString(limits.quotaMicros());
      GroupFiles.write(directory.resolve("cpu.max"), quota + " " + GroupLimits.PERIOD_MICROS);
      GroupFiles.writeIfThere(directory.resolve("cpu.max.burst"), quota);
    }
  }
}
