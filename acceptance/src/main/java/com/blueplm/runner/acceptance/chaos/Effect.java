package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;

/**
 * What a script told the counter server while it ran.
 *
 * @param runId the run that the script believes to be
 * @param runKey its stable key
 * @param attempt its attempt
 * @param process a random word that each started process makes for itself
 * @param kind {@code start}, or {@code leave} when it is about to end by itself
 * @param checkpoint with {@code start} where it goes on, with {@code leave} where it got to; -1
 *     where there is none
 */
record Effect(
    Instant at,
    String runId,
    String runKey,
    int attempt,
    String process,
    String kind,
    int checkpoint) {}
