package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.List;

/** A plain process and those of its descendants that can be found. */
final class ProcessTree extends SpawnedTree {

  private final JobMarker marker;

  ProcessTree(Process process, JobResources resources, Path statusFile, JobMarker marker) {
    super(process, resources, statusFile);
    this.marker = marker;
  }

  @Override
  public void terminate() {
    // Not Process.destroy, which closes the streams and loses the last output.
    process.toHandle().destroy();
  }

  @Override
  void killTree() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.toHandle().destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  boolean isTreeGone() {
    return marker.isSweptClean();
  }

  @Override
  public boolean treeIsVisible() {
    return JobMarker.works();
  }

  @Override
  public boolean exitIsTheCommands() {
    return true;
  }
}
