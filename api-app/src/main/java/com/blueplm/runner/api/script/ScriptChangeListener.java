package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What other features do when a script changes. Called inside the transaction of the change, after
 * its rows are written: an exception refuses the change, and nothing is saved.
 */
public interface ScriptChangeListener {

  /**
   * A script was created or changed.
   *
   * @param before the schedule before the change; null for a new script
   * @param after the schedule from now on
   */
  default void saved(
      UUID orgId, UUID scriptId, String name, @Nullable ScheduleSpec before, ScheduleSpec after) {}

  /** A script was deleted (softly). */
  default void deleted(UUID orgId, UUID scriptId, Actor by) {}

  /** A deleted script came back. */
  default void restored(UUID orgId, UUID scriptId, String name, ScheduleSpec spec) {}

  /** A script was deleted so long ago that it cannot come back; its runs and revisions stay. */
  default void purged(UUID orgId, UUID scriptId) {}
}
