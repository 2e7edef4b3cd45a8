package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The limits and measures of one job's process tree. */
public interface JobResources {

  /**
   * Files into which the tree's first process writes {@code 0} about itself before it becomes the
   * sandbox, such as {@code cgroup.procs}.
   */
  List<Path> joinFiles();

  /** Whether the memory limit holds for the tree, so that none per process is needed. */
  boolean limitsMemory();

  /** The tree's first process was started. */
  void started(ProcessHandle first);

  /** Completes when the tree crossed its memory limit and should be killed; else never. */
  CompletableFuture<Void> memoryLimitReached();

  /** The tree is about to be killed: the last moment to look at it. May be called repeatedly. */
  void beforeKill();

  /** Kills what is known to belong to the tree; the sandbox kills by its own means too. */
  void kill();

  /** Whether nothing that is known to belong to the tree is left. */
  boolean isEmpty();

  /** What the tree used; releases what measured it. May be called repeatedly. */
  ResourceUse close();
}
