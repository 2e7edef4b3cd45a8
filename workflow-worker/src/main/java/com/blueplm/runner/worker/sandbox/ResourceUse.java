package com.blueplm.runner.worker.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What a tree of processes used.
 *
 * @param cpuMillis CPU time of all its processes in milliseconds; null when it cannot be told
 * @param peakMemoryBytes the most memory that it had at once, as the memory limit counts it; null
 *     when it cannot be told
 * @param processLimitReached whether the start of a process or thread was refused because the limit
 *     was reached, where the machine can tell
 */
public record ResourceUse(
    @Nullable Long cpuMillis, @Nullable Long peakMemoryBytes, boolean processLimitReached) {

  /** Nothing is known. */
  public static final ResourceUse UNKNOWN = new ResourceUse(null, null);

  public ResourceUse(@Nullable Long cpuMillis, @Nullable Long peakMemoryBytes) {
    this(cpuMillis, peakMemoryBytes, false);
  }

  /** The larger of each figure. */
  public ResourceUse atLeast(ResourceUse other) {
    return new ResourceUse(
        larger(cpuMillis, other.cpuMillis),
        larger(peakMemoryBytes, other.peakMemoryBytes),
        processLimitReached || other.processLimitReached);
  }

  private static @Nullable Long larger(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.max(one, other);
  }
}
