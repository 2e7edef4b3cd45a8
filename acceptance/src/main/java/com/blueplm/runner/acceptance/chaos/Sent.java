package com.blueplm.runner.acceptance.chaos;

import java.util.Set;

/**
 * A trigger that was sent, by one or more clients, until each had its answer.
 *
 * @param runIds every run id that an answer named
 * @param accepted whether a client was told that the run is accepted
 * @param refused whether a client was told that it is not
 * @param unanswered whether a client gave up without an answer
 */
record Sent(
    int number,
    Kind kind,
    Set<String> runIds,
    boolean accepted,
    boolean refused,
    boolean unanswered) {}
