/**
 * Limits and measures trees of processes: by control groups (version 1 or 2) where this worker may
 * make some, else by looking at the processes. Plain Java.
 */
@NullMarked
package com.blueplm.runner.worker.sandbox.cgroup;

import org.jspecify.annotations.NullMarked;
