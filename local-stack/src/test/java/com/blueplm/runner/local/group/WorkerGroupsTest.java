package com.blueplm.runner.local.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.local.OpenDirectory;
import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.home.StackHome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerGroupsTest {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  private final Progress progress =
      new Progress(
          new PrintStream(new ByteArrayOutputStream()),
          Clock.systemUTC(),
          Clock.systemUTC().instant());

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path directory;

  @Test
  void workersOwnTheirGroupsAndStacksDoNotClash() throws Exception {
    assumeThat(ROOT).as("groups are made by root only").isTrue();
    try (OpenDirectory one = new OpenDirectory();
        OpenDirectory other = new OpenDirectory()) {
      WorkerGroups groups = WorkerGroups.of(one.home(), progress);
      WorkerGroups others = WorkerGroups.of(other.home(), progress);
      WorkerGroup mine = groups.make("workflow-worker");
      assumeThat(mine.roots()).as("this machine has no writable control groups").isNotEmpty();
      WorkerGroup theirs = others.make("workflow-worker");
      try {
        assertThat(mine.roots())
            .doesNotContainAnyElementsOf(theirs.roots())
            .allSatisfy(
                root ->
                    assertThat(Files.getOwner(root).getName()).isEqualTo("script-runner-worker"));
      } finally {
        groups.remove();
      }

      assertThat(mine.roots()).allSatisfy(root -> assertThat(root.getParent()).doesNotExist());
      assertThat(theirs.roots()).allSatisfy(root -> assertThat(root).exists());
      others.remove();
    }
  }

  @Test
  void whatAnEarlierLauncherLeftIsKilledAndRemoved() throws Exception {
    assumeThat(ROOT).as("groups are made by root only").isTrue();
    try (OpenDirectory open = new OpenDirectory()) {
      WorkerGroup left = WorkerGroups.of(open.home(), progress).make("workflow-worker");
      assumeThat(left.roots()).as("this machine has no writable control groups").isNotEmpty();
      Path job = Files.createDirectory(left.roots().getFirst().resolve("job"));
      Process orphan = new ProcessBuilder("/bin/sleep", "60").start();
      try {
        Files.writeString(job.resolve("cgroup.procs"), Long.toString(orphan.pid()));

        var unused = WorkerGroups.of(open.home(), progress);

        assertThat(left.roots()).allSatisfy(root -> assertThat(root.getParent()).doesNotExist());
        await().until(() -> !orphan.isAlive());
      } finally {
        orphan.destroyForcibly();
      }
    }
  }

  @Test
  void ordinaryUsersHaveNone() throws Exception {
    StackHome home = StackHome.open(directory.resolve("home"), false, directory);

    assertThat(WorkerGroups.of(home, progress).make("workflow-worker")).isEqualTo(WorkerGroup.NONE);
  }

  @Test
  void version2PutsTheWorkerIntoALeaf() throws Exception {
    for (String group : List.of("", "stack", "stack/workflow-worker/worker")) {
      Path made = Files.createDirectories(directory.resolve(group));
      Files.writeString(made.resolve("cgroup.controllers"), "memory pids\n");
    }
    WorkerGroups groups =
        new WorkerGroups(
            Optional.of(new GroupParents(true, List.of(directory))),
            "stack",
            Optional.empty(),
            progress);

    WorkerGroup group = groups.make("workflow-worker");

    Path root = directory.resolve("stack/workflow-worker");
    assertThat(group.roots()).isEqualTo(List.of(root));
    assertThat(group.joinFile()).contains(root.resolve("worker/cgroup.procs"));
    assertThat(directory.resolve("stack/cgroup.subtree_control")).hasContent("+pids");
    assertThat(root.resolve("cgroup.subtree_control")).doesNotExist();
  }
}
