package com.blueplm.runner.worker.sandbox.cgroup;

import com.blueplm.runner.worker.sandbox.ResourceUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The limits and the measuring of one job. To be closed in any case, which removes its group. */
public interface JobResources {

  /**
   * Files that the job's first process, while it has one thread, writes {@code 0} into before it
   * starts anything, to come under the limits. Empty where there are no groups.
   */
  List<Path> joinFiles();

  /** Begins to watch; to be called once with the id of the job's first process. */
  void started(long pid);

  /** Completes when the tree crossed its memory limit and should be killed; else never. */
  CompletableFuture<Void> memoryLimitReached();

  /** Looks now; to be called when the command has ended, before anyone is told. */
  void look();

  /** Gives the tree all the CPU that there is: a tree held back by a quota dies slowly. */
  void liftCpuLimit();

  /** Lifts the CPU limit and kills all that is in the job's group, once; nothing without a group. */
  void kill();

  /** Whether the job's group holds no process any more; empty where there are no groups. */
  Optional<Boolean> isGone();

  /**
   * What the tree used; to be asked once, after the tree is gone. The group is removed by and by.
   *
   * @param seen what the sandbox itself saw, for what cannot be measured here
   */
  ResourceUse close(ResourceUse seen);
}
