package com.blueplm.runner.api.slot;

import java.util.UUID;

/** Lets Temporal follow a pause that was begun where nobody waits for Temporal. */
public interface PauseFollower {
  /**
   * After the commit of the caller's transaction, on another thread, pauses or resumes the script's
   * Schedule; what fails is repeated until Temporal has it.
   */
  void followSoon(UUID scriptId);
}
