package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A period in which a script's slots do not run. A slot belongs to it when it was due after {@code
 * beganAt} and not after {@code endedAt}.
 *
 * @param id the pause
 * @param kind what it is
 * @param source who or what began it
 * @param reason why, in the words that were given
 * @param by the address of the person who began it; null when nobody did
 * @param beganAt its beginning, exclusive
 * @param endedAt its end, inclusive; null while it holds
 */
public record Pause(
    UUID id,
    PauseKind kind,
    PauseSource source,
    String reason,
    @Nullable String by,
    Instant beganAt,
    @Nullable Instant endedAt) {}
