package com.blueplm.runner.api.script;

import com.blueplm.runner.api.dependency.DependencyLocks;
import com.blueplm.runner.api.dependency.InlineMetadata;
import com.blueplm.runner.api.dependency.LockState;
import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Saves of scripts. First, without a transaction, whatever can be refused at once and the lock of
 * the dependencies, which a worker may take half a minute for; then {@link ScriptEditing} in one
 * transaction, which looks at everything again.
 */
@Component
class ScriptSaving {
  private final ScriptEditing editing;
  private final ScriptRepository scripts;
  private final CodeRepository code;
  private final DependencyLocks locks;
  private final WritableForm form;

  ScriptSaving(
      ScriptEditing editing,
      ScriptRepository scripts,
      CodeRepository code,
      DependencyLocks locks,
      WritableForm form) {
    this.editing = editing;
    this.scripts = scripts;
    this.code = code;
    this.locks = locks;
    this.form = form;
  }

  StoredScript create(Actor actor, ObjectNode body) {
    ScriptDraft draft = DraftReader.read(body, scripts.timeoutCap(actor.orgId()));
    InlineMetadata metadata = InlineMetadata.of(draft.code());
    if (!metadata.needsLock()) {
      return editing.create(actor, draft, null);
    }
    editing.refuseTakenName(actor, null, draft);
    LockState lock = locks.request(actor.orgId(), null, metadata);
    return editing.create(actor, draft, made(lock, metadata));
  }

  /** Replaces all settings; those absent get their defaults. */
  StoredScript replace(Actor actor, UUID id, @Nullable String ifMatch, ObjectNode body) {
    return change(actor, id, ifMatch, new WantedScript(current -> body, true, false));
  }

  /** Changes the settings named by a JSON merge patch. */
  StoredScript patch(Actor actor, UUID id, @Nullable String ifMatch, ObjectNode patch) {
    boolean namesCode = patch.has("code");
    return change(
        actor,
        id,
        ifMatch,
        new WantedScript(current -> form.patched(current, patch), namesCode, namesCode));
  }

  private StoredScript change(Actor actor, UUID id, @Nullable String ifMatch, WantedScript wanted) {
    UUID lockId = wanted.savesCode() ? lockFor(actor, id, ifMatch, wanted) : null;
    return editing.change(actor, id, ifMatch, wanted, lockId);
  }

  /** The request for the lock that the wanted code needs; null when it needs none. */
  private @Nullable UUID lockFor(
      Actor actor, UUID id, @Nullable String ifMatch, WantedScript wanted) {
    StoredScript current = scripts.find(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    ScriptEditing.requireMatch(current, ifMatch);
    ScriptDraft draft =
        DraftReader.read(wanted.form().apply(current), scripts.timeoutCap(actor.orgId()));
    CodeState state = code.find(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    if (state.live().hasCode(draft.code()) && state.live().locked()) {
      return state.live().lockId();
    }
    InlineMetadata metadata = InlineMetadata.of(draft.code());
    if (!metadata.needsLock()) {
      return null;
    }
    Optional<UUID> reused = state.live().lockServing(metadata);
    if (reused.isPresent()) {
      return reused.get();
    }
    editing.refuseTakenName(actor, id, draft);
    LockState lock =
        state
            .withCode(draft.code())
            .filter(CodeState.Revision::lockOpen)
            .map(CodeState.Revision::lockId)
            .map(open -> locks.await(actor.orgId(), open))
            .orElseGet(() -> locks.request(actor.orgId(), id, metadata));
    return made(lock, metadata);
  }

  private static UUID made(LockState lock, InlineMetadata metadata) {
    if (lock.error() != null) {
      throw metadata.refusal(lock.error());
    }
    return lock.id();
  }
}
