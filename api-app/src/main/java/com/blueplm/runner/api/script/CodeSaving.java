package com.blueplm.runner.api.script;

import com.blueplm.runner.api.dependency.DependencyLocks;
import com.blueplm.runner.api.dependency.InlineMetadata;
import com.blueplm.runner.api.dependency.LockState;
import com.blueplm.runner.api.identity.Actor;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Saves code within the transaction of a save, whose script row is locked: makes the revision live
 * if it has its lock or needs none, and has it wait otherwise.
 */
@Component
class CodeSaving {
  private final CodeRepository code;
  private final RevisionRepository revisions;
  private final DependencyLocks locks;

  CodeSaving(CodeRepository code, RevisionRepository revisions, DependencyLocks locks) {
    this.code = code;
    this.revisions = revisions;
    this.locks = locks;
  }

  /** Saves the first revision. */
  void first(Actor actor, UUID scriptId, ScriptDraft draft, @Nullable UUID lockId) {
    if (lockId != null) {
      locks.assign(actor.orgId(), lockId, scriptId);
    }
    append(actor, scriptId, draft, lockOf(actor, draft, lockId));
  }

  /**
   * Saves the code of a changed script.
   *
   * @param lockId the request for the lock that its metadata needs; null when it needs none
   * @param supersedes whether going back to the live code, too, drops what waits
   * @return whether that is an edit: a lock alone is none
   */
  boolean save(
      Actor actor, UUID scriptId, ScriptDraft draft, @Nullable UUID lockId, boolean supersedes) {
    CodeState state = code.find(actor.orgId(), scriptId).orElseThrow();
    LockState lock = lockOf(actor, draft, lockId);
    Optional<CodeState.Revision> same = state.withCode(draft.code());
    if (same.isEmpty()) {
      append(actor, scriptId, draft, lock);
      return true;
    }
    relock(actor, scriptId, state, same.get(), lock);
    if (supersedes && state.pending() != null && !state.isPending(same.get())) {
      code.dropPending(actor.orgId(), scriptId);
      return true;
    }
    return false;
  }

  private @Nullable LockState lockOf(Actor actor, ScriptDraft draft, @Nullable UUID lockId) {
    if (lockId == null) {
      return null;
    }
    LockState state = locks.hold(actor.orgId(), lockId);
    if (state.error() != null) {
      throw InlineMetadata.of(draft.code()).refusal(state.error());
    }
    return state;
  }

  private void append(Actor actor, UUID scriptId, ScriptDraft draft, @Nullable LockState lock) {
    UUID revisionId = revisions.append(actor, scriptId, draft.code(), draft.message(), lock);
    if (lock != null && lock.isPending()) {
      code.makePending(actor.orgId(), scriptId, revisionId);
    } else {
      code.makeLive(actor.orgId(), scriptId, revisionId);
    }
  }

  private void relock(
      Actor actor,
      UUID scriptId,
      CodeState state,
      CodeState.Revision revision,
      @Nullable LockState lock) {
    if (lock == null || revision.locked()) {
      return;
    }
    code.lock(actor.orgId(), revision.id(), lock.id(), lock.lock());
    if (lock.isPending()) {
      code.makePending(actor.orgId(), scriptId, revision.id());
    } else if (state.isPending(revision)) {
      code.makeLive(actor.orgId(), scriptId, revision.id());
    }
  }
}
