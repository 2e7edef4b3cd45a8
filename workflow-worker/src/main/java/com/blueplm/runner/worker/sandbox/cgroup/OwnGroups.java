package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of this worker's groups. They begin with a mark of the worker's home, which one worker
 * has at a time, so that what is left of an earlier one can be told from a neighbour's.
 */
final class OwnGroups {

  private static final Logger log = LoggerFactory.getLogger(OwnGroups.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_NANOS = 5_000_000;
  private static final long MIB = 1024 * 1024;
  private static final GroupLimits TRIAL = new GroupLimits(64 * MIB, 50, 8);

  private final String prefix;

  private OwnGroups(String prefix) {
    this.prefix = prefix;
  }

  static OwnGroups of(Path home) {
    byte[] name = home.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return new OwnGroups("run-" + UUID.nameUUIDFromBytes(name).toString().substring(0, 8) + "-");
  }

  String name(String key) {
    return prefix + key;
  }

  /** Makes a group with limits, reads it and removes it again. */
  void tryOut(Hierarchy hierarchy) throws NoCgroupException {
    List<Path> made = List.of();
    try {
      JobGroup group = hierarchy.make(name("trial-" + ProcessHandle.current().pid()), TRIAL);
      made = group.directories();
      if (group.memoryKills() + group.refusedForks() != 0) {
        throw new NoCgroupException("a new group at %s is not fresh".formatted(made));
      }
    } catch (IOException e) {
      throw new NoCgroupException("no writable cgroup", e);
    } finally {
      removeAll(made);
    }
  }

  /** Kills and removes all groups of this home; says which cannot be removed. */
  void removeAll(Hierarchy hierarchy) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path parent : hierarchy.parents()) {
      GroupTree.children(parent).stream()
          .filter(child -> child.getFileName().toString().startsWith(prefix))
          .forEach(found::add);
    }
    if (!found.isEmpty()) {
      log.warn("Removing groups {} of an earlier worker, with what is in them.", found);
      removeAll(found);
    }
  }

  private static void removeAll(List<Path> directories) {
    GroupRemoval removal = new GroupRemoval(directories);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (removal.again() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
