package com.blueplm.runner.api.run;

import com.blueplm.runner.api.dependency.DependencyLocks;
import com.blueplm.runner.api.dependency.InlineMetadata;
import com.blueplm.runner.api.dependency.LockState;
import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Has the dependencies of unsaved code locked before its run is accepted: the live revision's lock
 * where it asks for the same, a worker's otherwise.
 */
@Component
class UnsavedCode {
  private final ScriptLookupRepository scripts;
  private final RunRevisionsRepository revisions;
  private final DependencyLocks locks;

  UnsavedCode(
      ScriptLookupRepository scripts, RunRevisionsRepository revisions, DependencyLocks locks) {
    this.scripts = scripts;
    this.revisions = revisions;
    this.locks = locks;
  }

  static void requireAdmin(Actor actor) {
    if (!actor.may(Actor.Role.ADMIN, Actor.Scope.RUN)) {
      throw ProblemException.of(ErrorCode.FORBIDDEN, "Only admins may run unsaved code");
    }
  }

  /**
   * The request for the lock that the code needs, answered or, after half a minute, still open;
   * null when it needs none. Call it outside of any transaction.
   *
   * @throws ProblemException 400 on {@code code} with the line when it cannot be locked
   */
  @Nullable UUID lockFor(Actor actor, UUID scriptId, @Nullable String code) {
    if (code == null) {
      return null;
    }
    requireAdmin(actor);
    RunnableScript script =
        scripts.find(actor.orgId(), scriptId).orElseThrow(ProblemException::notFound);
    InlineMetadata metadata = InlineMetadata.of(code);
    if (!metadata.needsLock() || !script.active()) {
      return null; // an inactive script's run is refused before it needs anything
    }
    Optional<UUID> reused =
        revisions
            .lockedCode(actor.orgId(), script.revisionId())
            .filter(live -> metadata.locksLike(InlineMetadata.of(live.code())))
            .map(LockedCode::lockId);
    return reused.orElseGet(() -> made(locks.request(actor.orgId(), scriptId, metadata), metadata));
  }

  private static UUID made(LockState lock, InlineMetadata metadata) {
    if (lock.error() != null) {
      throw metadata.refusal(lock.error());
    }
    return lock.id();
  }

  /** Code whose lock was made. */
  record LockedCode(String code, UUID lockId) {}
}
