package com.blueplm.runner.worker.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What a tree of processes used.
 *
 * @param cpuMillis CPU time of all its processes in milliseconds; null when it cannot be told
 * @param peakMemoryBytes the most memory that it had at once; null when it cannot be told
 */
public record ResourceUse(@Nullable Long cpuMillis, @Nullable Long peakMemoryBytes) {}
