package com.blueplm.runner.local.group;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where one worker may make control groups.
 *
 * @param roots the directories that are its own: one of version 2, or one per controller of version
 *     1; empty when there are none
 * @param joinFile the file through which the worker's process must be put into its group before it
 *     starts, which only version 2 asks for
 */
public record WorkerGroup(List<Path> roots, Optional<Path> joinFile) {
  /** No groups: the worker looks for some by itself. */
  public static final WorkerGroup NONE = new WorkerGroup(List.of(), Optional.empty());
}
