package com.blueplm.runner.api.outage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a part was away.
 *
 * @param part {@code script_runner} (api-app or its Postgres), {@code temporal} or {@code workers}
 *     (not one of them was heard of)
 * @param beganAt when the part was last known to be there
 * @param endedAt when it was seen again; null while it is away
 */
public record Outage(String part, Instant beganAt, @Nullable Instant endedAt) {}
