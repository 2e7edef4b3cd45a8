package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The group, or one group per controller, of one job. */
interface JobGroup {

  /** Whoever writes {@code 0} into all of these is inside, and all that it starts. */
  List<Path> joinFiles();

  /** The directories to empty and remove at the end. */
  List<Path> directories();

  /** How many processes were killed because the memory was used up. */
  long memoryKills() throws IOException;

  /** How many forks were refused. */
  long refusedForks() throws IOException;

  /** CPU time of all that ever was inside in microseconds; null where it is not counted. */
  @Nullable Long cpuMicros() throws IOException;

  /** The most memory at once in bytes, file cache included; null where it is not kept. */
  @Nullable Long peakMemoryBytes() throws IOException;

  /** The memory used now in bytes. */
  long memoryBytes() throws IOException;

  /** Gives the group all the CPU that there is, so that it can end quickly. */
  void liftCpuLimit() throws IOException;
}
