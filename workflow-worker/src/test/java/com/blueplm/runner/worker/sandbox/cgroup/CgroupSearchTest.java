package com.blueplm.runner.worker.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts of control groups, as directories of plain files. */
class CgroupSearchTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path machine;

  @Test
  void unifiedServiceWithDelegation() throws Exception {
    Path service = unified("system.slice/runner.service", "cpuset cpu io memory pids");

    CgroupPlace place = search(cgroup2("/"), "0::/system.slice/runner.service\n").own();

    assertThat(place.unified()).isTrue();
    assertThat(place.directories())
        .containsOnlyKeys(Controller.values())
        .containsValue(service)
        .allSatisfy((controller, directory) -> assertThat(directory).isEqualTo(service));
  }

  @Test
  void unifiedServiceWithDelegatedSubgroup() throws Exception {
    Path service = unified("runner.service", "cpu memory pids");
    unified("runner.service/worker", "cpu memory pids");

    CgroupPlace place = search(cgroup2("/"), "0::/runner.service/worker\n").own();

    assertThat(place.directory(Controller.MEMORY)).isEqualTo(service);
  }

  @Test
  void unifiedInANamespaceOfAContainer() throws Exception {
    Path root = unified("", "memory pids");

    CgroupPlace place = search(cgroup2("/"), "0::/\n").own();

    assertThat(place.directory(Controller.PIDS)).isEqualTo(root);
    assertThat(place.has(Controller.CPU)).isFalse();
  }

  @Test
  void groupOutsideWhatIsMountedIsNoneOfOurs() throws Exception {
    unified("", "memory pids");

    assertThatThrownBy(() -> search(cgroup2("/"), "0::/../other\n").own())
        .isInstanceOf(NoCgroupException.class)
        .hasMessage("no writable cgroup for memory");
  }

  @Test
  void partOfATreeIsMounted() throws Exception {
    Path group = unified("inner", "memory pids");

    CgroupPlace place = search(cgroup2("/docker/abc"), "0::/docker/abc/inner\n").own();

    assertThat(place.directory(Controller.MEMORY)).isEqualTo(group);
  }

  @Test
  void separateTreesWithNestedGroupAndSharedMount() throws Exception {
    Path memory = directory("memory/outer/mine");
    Path pids = directory("pids");
    Path cpu = directory("cpu,cpuacct/a b");
    String mounts =
        cgroup1("memory", "memory")
            + cgroup1("pids", "pids")
            + cgroup1("cpu,cpuacct", "cpu,cpuacct");
    String own = "4:memory:/outer/mine\n3:pids:/\n2:cpu,cpuacct:/a b\n1:name=systemd:/\n0::/\n";

    CgroupPlace place = search(mounts, own).own();

    assertThat(place.unified()).isFalse();
    assertThat(place.directories())
        .isEqualTo(
            Map.of(
                Controller.MEMORY, memory,
                Controller.PIDS, pids,
                Controller.CPU, cpu,
                Controller.CPU_TIME, cpu));
  }

  @Test
  void hybridHasItsControllersInSeparateTrees() throws Exception {
    unified("", "hugetlb");
    Path memory = directory("memory");
    directory("pids");
    String mounts = cgroup2("/") + cgroup1("memory", "memory") + cgroup1("pids", "pids");

    CgroupPlace place = search(mounts, "4:memory:/\n3:pids:/\n0::/\n").own();

    assertThat(place.unified()).isFalse();
    assertThat(place.directory(Controller.MEMORY)).isEqualTo(memory);
    assertThat(place.has(Controller.CPU)).isFalse();
  }

  @Test
  void nothingMounted() {
    assertThatThrownBy(() -> search("22 1 0:20 / /proc rw - proc proc rw\n", "").own())
        .hasMessage("no writable cgroup for memory");
  }

  @Test
  void operatorNamesOneDirectoryPerController() throws Exception {
    Path memory = directory("memory/runner");
    Path pids = directory("pids/runner");
    String mounts = cgroup1("memory", "memory") + cgroup1("pids", "pids");

    CgroupPlace place = search(mounts, "").configured(List.of(memory, pids));

    assertThat(place.directories())
        .isEqualTo(Map.of(Controller.MEMORY, memory, Controller.PIDS, pids));
  }

  @Test
  void operatorNamesAGroupOfVersion2() throws Exception {
    Path group = unified("runner/worker-1", "memory pids cpu");

    CgroupPlace place = search(cgroup2("/"), "0::/elsewhere\n").configured(List.of(group));

    assertThat(place.unified()).isTrue();
    assertThat(place.directory(Controller.CPU_TIME)).isEqualTo(group);
  }

  @Test
  void operatorNamesSomethingElse() {
    assertThatThrownBy(() -> search(cgroup2("/"), "").configured(List.of(Path.of("/etc"))))
        .hasMessage("runner.cgroup-root names /etc, which is no cgroup directory");
  }

  private static CgroupSearch search(String mounts, String own) {
    return new CgroupSearch(mounts, own);
  }

  private String cgroup2(String root) {
    return "41 31 0:38 %s %s/unified rw,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
        .formatted(root, machine);
  }

  private String cgroup1(String name, String controllers) {
    return "35 31 0:32 / %s/%s rw,relatime - cgroup cgroup rw,%s\n"
        .formatted(machine, name, controllers);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(machine.resolve(name));
  }

  private Path unified(String group, String controllers) throws IOException {
    Path directory = directory(("unified/" + group).replaceAll("/$", ""));
    Files.writeString(directory.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(directory.resolve("cgroup.procs"), "");
    Files.writeString(directory.resolve("cgroup.subtree_control"), "");
    return directory;
  }
}
