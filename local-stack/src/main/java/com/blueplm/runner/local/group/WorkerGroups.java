package com.blueplm.runner.local.group;

import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.home.StackHome;
import com.blueplm.runner.local.home.SystemUser;
import com.blueplm.runner.local.process.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The control groups of one stack, {@code script-runner-<mark of the home>}, with one below for
 * each worker. Only root can make them; a stack of an ordinary user has none.
 *
 * <p>The part for version 2 was tried against directories of plain files only.
 */
public final class WorkerGroups {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final String LEAF = "worker";

  private final Optional<GroupParents> parents;
  private final String name;
  private final Optional<SystemUser> user;
  private final Progress progress;

  WorkerGroups(
      Optional<GroupParents> parents, String name, Optional<SystemUser> user, Progress progress) {
    this.parents = parents;
    this.name = name;
    this.user = user;
    this.progress = progress;
  }

  /** Looks about; what an earlier launcher left for the same home is removed. */
  public static WorkerGroups of(StackHome home, Progress progress) throws InterruptedException {
    byte[] path = home.root().toString().getBytes(StandardCharsets.UTF_8);
    String name = "script-runner-" + UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
    WorkerGroups groups =
        new WorkerGroups(
            home.asRoot() ? parents() : Optional.empty(), name, home.workerUser(), progress);
    groups.remove();
    return groups;
  }

  private static Optional<GroupParents> parents() {
    Path process = Path.of("/proc/self");
    try {
      return GroupParents.find(
          Files.readString(process.resolve("mountinfo")),
          Files.readString(process.resolve("cgroup")));
    } catch (IOException e) {
      // No such file: this system has no control groups.
      return Optional.empty();
    }
  }

  /** Makes a worker's group, or says why there is none. */
  public WorkerGroup make(String worker) {
    if (parents.isEmpty()) {
      return WorkerGroup.NONE;
    }
    try {
      return parents.get().unified()
          ? makeUnified(parents.get().directories().getFirst(), worker)
          : makeSeparate(parents.get().directories(), worker);
    } catch (IOException e) {
      progress.say("%s: no control group, limits hold per process only (%s)", worker, e);
      return WorkerGroup.NONE;
    }
  }

  private WorkerGroup makeSeparate(List<Path> directories, String worker) throws IOException {
    List<Path> roots = new ArrayList<>();
    for (Path parent : directories) {
      Path root = Files.createDirectories(parent.resolve(name).resolve(worker));
      // The directory only: what limits the worker's groups as a whole stays the launcher's.
      give(root);
      roots.add(root);
    }
    return new WorkerGroup(roots, Optional.empty());
  }

  private WorkerGroup makeUnified(Path parent, String worker) throws IOException {
    handDown(parent);
    Path stack = Files.createDirectories(parent.resolve(name));
    handDown(stack);
    Path root = Files.createDirectories(stack.resolve(worker));
    Path leaf = Files.createDirectories(root.resolve(LEAF));
    for (Path directory : List.of(root, leaf)) {
      give(directory);
      for (String file : List.of("cgroup.procs", "cgroup.subtree_control", "cgroup.threads")) {
        if (Files.exists(directory.resolve(file))) {
          give(directory.resolve(file));
        }
      }
    }
    return new WorkerGroup(List.of(root), Optional.of(leaf.resolve("cgroup.procs")));
  }

  private static void handDown(Path group) throws IOException {
    List<String> there =
        Arrays.asList(Files.readString(group.resolve("cgroup.controllers")).strip().split(" "));
    for (String controller : List.of("memory", "pids", "cpu")) {
      if (there.contains(controller)) {
        Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
      }
    }
  }

  private void give(Path path) throws IOException {
    if (user.isPresent()) {
      user.get().giveOwnership(path);
    }
  }

  /** Kills what is left in the groups of this stack and removes them. */
  public void remove() throws InterruptedException {
    List<GroupTree> trees =
        parents.map(GroupParents::directories).orElse(List.of()).stream()
            .map(parent -> new GroupTree(parent.resolve(name)))
            .toList();
    for (GroupTree tree : trees) {
      if (!Wait.until(PATIENCE, INTERVAL, tree::isRemoved)) {
        progress.say("%s cannot be removed; the next start tries again", tree);
      }
    }
  }
}
