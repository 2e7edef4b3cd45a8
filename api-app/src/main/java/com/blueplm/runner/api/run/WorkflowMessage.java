package com.blueplm.runner.api.run;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a workflow has to be told.
 *
 * @param id its number in the outbox
 * @param runId the run
 * @param workflowId the run's workflow
 * @param kind what it is
 * @param body a person's decision; null otherwise
 * @param attempt the attempt that a decision is about; null where the message names none
 * @param old whether it is so old that a workflow unknown to Temporal is not one about to start
 */
record WorkflowMessage(
    long id,
    UUID runId,
    String workflowId,
    Kind kind,
    @Nullable String body,
    @Nullable Integer attempt,
    boolean old) {

  /** The kinds of message. */
  enum Kind {
    CANCEL,
    RELEASED,
    DECIDED
  }
}
