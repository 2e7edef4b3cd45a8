package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The tree below a {@code script-init} that is not the first process of a namespace: orphans come
 * to it, and it kills them all before it ends.
 */
final class SubreaperTree extends SpawnedTree {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final JobMarker marker;

  SubreaperTree(Process process, JobResources resources, Path statusFile, JobMarker marker) {
    super(process, resources, statusFile);
    this.marker = marker;
  }

  @Override
  public void terminate() {
    var unused = poll(STARTUP, () -> !process.isAlive() || command().isPresent());
    command().ifPresent(ProcessHandle::destroy);
  }

  @Override
  void killTree() {
    // It kills what it has below it, which nobody else can find as surely.
    process.toHandle().destroy();
    if (!poll(PATIENCE, () -> !process.isAlive())) {
      List<ProcessHandle> descendants = process.descendants().toList();
      process.toHandle().destroyForcibly();
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  boolean isTreeGone() {
    return marker.isSweptClean();
  }

  /** Its oldest child: orphans that it adopts are younger. */
  private Optional<ProcessHandle> command() {
    return oldest(process.children());
  }
}
