package com.blueplm.runner.local.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts of control groups, as directories of plain files. */
class GroupParentsTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path machine;

  @Test
  void separateTreesBelowTheLaunchersOwnGroups() throws IOException {
    Path memory = Files.createDirectories(machine.resolve("memory/outer"));
    Path pids = Files.createDirectories(machine.resolve("pids"));
    Path cpu = Files.createDirectories(machine.resolve("cpu,cpuacct/x"));
    String mounts =
        v1("memory", "memory") + v1("pids", "pids") + v1("cpu,cpuacct", "cpu,cpuacct") + v2();
    Files.createDirectories(machine.resolve("unified"));

    assertThat(
            GroupParents.find(
                mounts, "3:memory:/outer\n2:pids:/\n1:cpu,cpuacct:/x\n0::/somewhere\n"))
        .contains(new GroupParents(false, List.of(memory, pids, cpu)));
  }

  @Test
  void nothingWithoutMemory() throws IOException {
    Files.createDirectories(machine.resolve("pids"));

    assertThat(GroupParents.find(v1("pids", "pids"), "1:pids:/\n")).isEmpty();
  }

  @Test
  void theNearestGroupThatHandsItsControllersDown() throws IOException {
    unified("", "", "cpu memory pids");
    Path slice = unified("user.slice", "domain", "memory pids");
    unified("user.slice/session-1.scope", "domain", "");

    assertThat(GroupParents.find(v2(), "0::/user.slice/session-1.scope\n"))
        .contains(new GroupParents(true, List.of(slice)));
  }

  @Test
  void theRootOfAllMayHoldProcessesAndGroups() throws IOException {
    Path root = unified("", "", "");

    assertThat(GroupParents.find(v2(), "0::/\n")).contains(new GroupParents(true, List.of(root)));
  }

  @Test
  void aContainersRootThatHandsNothingDownIsLeftAlone() throws IOException {
    unified("", "domain", "");

    assertThat(GroupParents.find(v2(), "0::/\n")).isEmpty();
  }

  private String v1(String directory, String controllers) {
    return "35 31 0:32 / %s/%s rw,relatime - cgroup cgroup rw,%s\n"
        .formatted(machine, directory, controllers);
  }

  private String v2() {
    return "41 31 0:38 / %s/unified rw,relatime - cgroup2 cgroup2 rw\n".formatted(machine);
  }

  private Path unified(String group, String type, String handedDown) throws IOException {
    Path directory =
        Files.createDirectories(machine.resolve(("unified/" + group).replaceAll("/$", "")));
    Files.writeString(directory.resolve("cgroup.controllers"), "cpu io memory pids\n");
    Files.writeString(directory.resolve("cgroup.subtree_control"), handedDown + "\n");
    if (!type.isEmpty()) {
      Files.writeString(directory.resolve("cgroup.type"), type + "\n");
    }
    return directory;
  }
}
