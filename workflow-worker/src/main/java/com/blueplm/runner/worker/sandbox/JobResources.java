package com.blueplm.runner.worker.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The limits and measures of one job's process tree. */
public interface JobResources {

  /**
   * Files into which the tree's first process, while it has a single thread, writes {@code 0} about
   * itself before it becomes the sandbox, such as {@code cgroup.procs}.
   */
  List<Path> joinFiles();

  /**
   * How much each process may map, in bytes; empty where the kernel holds the memory of the whole
   * tree, so that a limit per process would only be met first.
   */
  OptionalLong addressSpaceBytes();

  /** Whether the limit on processes holds for the tree, so that no other is needed. */
  boolean limitsProcesses();

  /** The tree's first process was started. */
  void started(ProcessHandle first);

  /** The tree's first process has ended: a last look before anyone is told. */
  void ended();

  /** Completes when the tree crossed its memory limit and should be killed; else never. */
  CompletableFuture<Void> memoryLimitReached();

  /**
   * The tree is about to be killed: takes away what would slow its death. May be called repeatedly.
   */
  void beforeKill();

  /** Kills what is known to belong to the tree; the sandbox kills by its own means too. */
  void kill();

  /** Whether nothing that is known to belong to the tree is left. */
  boolean isEmpty();

  /**
   * What the tree used; releases what measured it. May be called repeatedly.
   *
   * @param seen what the sandbox itself saw, for what is not measured here
   */
  ResourceUse close(ResourceUse seen);
}
