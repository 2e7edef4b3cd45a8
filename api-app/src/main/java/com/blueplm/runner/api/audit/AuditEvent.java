package com.blueplm.runner.api.audit;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param orgId the organisation that it concerns
 * @param actorKind what kind of actor did it
 * @param actorId who: the id of a user, a worker or a script; null when that is not known
 * @param action what was done, as {@code thing.verb}
 * @param objectType to what kind of thing
 * @param objectId to which one
 * @param details small facts about it; no secrets, no code, no output
 */
public record AuditEvent(
    UUID orgId,
    ActorKind actorKind,
    @Nullable UUID actorId,
    String action,
    String objectType,
    UUID objectId,
    Map<String, @Nullable Object> details) {

  /** A write for an attempt that is not the live one; kept once for each kind of write. */
  public static final String ATTEMPT_REFUSED = "attempt.refused";
}
