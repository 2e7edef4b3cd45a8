package com.blueplm.runner.worker.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.worker.sandbox.ResourceUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to and read from groups of version 2, whose files the test makes itself. */
class V2HierarchyTest {

  private static final GroupLimits LIMITS = new GroupLimits(256L << 20, 50, 66);
  private static final long SELF = ProcessHandle.current().pid();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path root;

  private final Watcher watcher = new Watcher();

  @BeforeEach
  void makeRoot() throws IOException {
    write(root, "cgroup.procs", "");
    write(root, "cgroup.type", "domain\n");
  }

  @AfterEach
  void closeWatcher() {
    watcher.close();
  }

  @Test
  void movesItselfIntoALeafAndHandsControllersDown() throws Exception {
    write(root, "cgroup.procs", "1\n" + SELF + "\n");

    V2Hierarchy.prepare(place());

    // A plain file shows the last of several writes, over the longer ones before.
    assertThat(Files.readString(root.resolve("worker/cgroup.procs"))).startsWith("" + SELF);
    assertThat(Files.readString(root.resolve("cgroup.subtree_control"))).startsWith("+cpu");
  }

  @Test
  void doesNotMoveOthers() throws Exception {
    write(root, "cgroup.procs", SELF + "\n4711\n");

    assertThatThrownBy(() -> V2Hierarchy.prepare(place()))
        .isInstanceOf(NoCgroupException.class)
        .hasMessageContaining("process 4711 shares the worker's group")
        .hasMessageContaining("Delegate=yes");
    assertThat(root.resolve("worker")).doesNotExist();
  }

  @Test
  void limits() throws Exception {
    JobGroup group = V2Hierarchy.prepare(place()).make("job", LIMITS);

    Path job = root.resolve("job");
    assertThat(group.joinFiles()).isEqualTo(List.of(job.resolve("cgroup.procs")));
    assertThat(Files.readString(job.resolve("memory.max"))).isEqualTo("268435456");
    assertThat(Files.readString(job.resolve("pids.max"))).isEqualTo("66");
    assertThat(Files.readString(job.resolve("cpu.max"))).isEqualTo("50000 100000");
  }

  @Test
  void figures() throws Exception {
    GroupedJob job = job();
    Path directory = root.resolve("job");
    write(
        directory, "memory.events", "low 0\nhigh 0\nmax 7\noom 1\noom_kill 0\noom_group_kill 0\n");
    write(directory, "pids.events", "max 3\n");
    write(directory, "cpu.stat", "usage_usec 1501234\nuser_usec 1\n");
    write(directory, "memory.peak", "104857600\n");

    job.ended();
    assertThat(job.memoryLimitReached()).isNotDone();
    write(directory, "memory.events", "low 0\noom 1\noom_kill 1\noom_group_kill 1\n");
    job.ended();

    assertThat(job.memoryLimitReached()).isDone();
    assertThat(job.close(ResourceUse.UNKNOWN)).isEqualTo(new ResourceUse(1501L, 104857600L, true));
  }

  @Test
  void peakIsSampledWhereTheKernelKeepsNone() throws Exception {
    GroupedJob job = job();
    Path directory = root.resolve("job");
    write(directory, "memory.events", "oom_kill 0\n");
    write(directory, "pids.events", "max 0\n");
    write(directory, "cpu.stat", "usage_usec 0\n");
    for (String current : List.of("1000", "3000", "2000")) {
      write(directory, "memory.current", current + "\n");
      job.ended();
    }

    assertThat(job.close(ResourceUse.UNKNOWN)).isEqualTo(new ResourceUse(0L, 3000L, false));
  }

  @Test
  void dyingTreesAreGivenAllTheCpuAndKilledByTheKernel() throws Exception {
    GroupedJob job = job();
    Path directory = root.resolve("job");
    write(directory, "cgroup.procs", "4711\n");
    write(directory, "cgroup.kill", "");

    assertThat(job.isEmpty()).isFalse();
    job.beforeKill();
    job.kill();

    assertThat(Files.readString(directory.resolve("cpu.max"))).startsWith("max 100000");
    assertThat(Files.readString(directory.resolve("cgroup.kill"))).isEqualTo("1");
  }

  private GroupedJob job() throws Exception {
    return new GroupedJob(V2Hierarchy.prepare(place()).make("job", LIMITS), watcher);
  }

  private CgroupPlace place() {
    Map<Controller, Path> directories = new EnumMap<>(Controller.class);
    for (Controller controller : Controller.values()) {
      directories.put(controller, root);
    }
    return new CgroupPlace(true, directories);
  }

  private static void write(Path directory, String file, String content) throws IOException {
    Files.writeString(directory.resolve(file), content);
  }
}
