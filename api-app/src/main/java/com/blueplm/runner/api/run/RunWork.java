package com.blueplm.runner.api.run;

import org.jspecify.annotations.Nullable;

/**
 * What a claim hands out beside the settings.
 *
 * @param scriptName the script's name
 * @param code the Python source
 * @param parameters the effective parameters as JSON text
 * @param payload a webhook's payload as JSON text; null without one
 * @param checkpoint the newest checkpoint of the run as JSON text; null without one
 * @param requirementsLock the lock of the revision's dependencies; null without one; empty when
 *     only the version of Python was checked
 * @param lockOpen whether a worker still has to answer the request for that lock
 * @param lockError why there is no lock; null unless that is known
 */
record RunWork(
    String scriptName,
    String code,
    String parameters,
    @Nullable String payload,
    @Nullable String checkpoint,
    @Nullable String requirementsLock,
    boolean lockOpen,
    @Nullable String lockError) {}
