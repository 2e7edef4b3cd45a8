package com.blueplm.runner.api.script;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pause of a script's schedule that holds now.
 *
 * @param reason why, in the words that were given
 * @param by the address of the person who paused it; null when nobody did over the API
 * @param at since when
 */
public record SchedulePaused(String reason, @Nullable String by, Instant at) {}
