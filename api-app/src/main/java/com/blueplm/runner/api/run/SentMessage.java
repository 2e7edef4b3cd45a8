package com.blueplm.runner.api.run;

/**
 * The newest message of its kind to a workflow.
 *
 * @param id its number in the outbox
 * @param repeatable whether Temporal has it and it is time to send it once more
 */
record SentMessage(long id, boolean repeatable) {}
