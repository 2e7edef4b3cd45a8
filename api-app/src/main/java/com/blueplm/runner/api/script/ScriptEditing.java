package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, changes and deletes scripts, each in one transaction. Rows first, then the other
 * features, then the commit: what one of them refuses is not saved.
 */
@Component
class ScriptEditing {
  private final ScriptRepository scripts;
  private final CodeSaving code;
  private final ObjectProvider<ScriptChangeListener> listeners;

  ScriptEditing(
      ScriptRepository scripts, CodeSaving code, ObjectProvider<ScriptChangeListener> listeners) {
    this.scripts = scripts;
    this.code = code;
    this.listeners = listeners;
  }

  /**
   * Creates a script.
   *
   * @param lockId the request for the lock that its code needs; null when it needs none
   */
  @Transactional
  public StoredScript create(Actor actor, ScriptDraft draft, @Nullable UUID lockId) {
    UUID id = refusingTakenNames(draft, () -> scripts.insert(actor, draft.settings()));
    code.first(actor, id, draft, lockId);
    ScriptSettings settings = draft.settings();
    listeners
        .orderedStream()
        .forEach(
            listener ->
                listener.saved(actor.orgId(), id, settings.name(), null, settings.schedule()));
    return reread(actor, id);
  }

  /**
   * Changes a script.
   *
   * @param lockId the request for the lock that the wanted code needs; null when it needs none or
   *     when only settings change
   */
  @Transactional
  public StoredScript change(
      Actor actor, UUID id, @Nullable String ifMatch, WantedScript wanted, @Nullable UUID lockId) {
    StoredScript current = lock(actor, id, ifMatch);
    ScriptDraft draft =
        DraftReader.read(wanted.form().apply(current), scripts.timeoutCap(actor.orgId()));
    boolean newCode =
        wanted.savesCode() && code.save(actor, id, draft, lockId, wanted.supersedes());
    if (!newCode && draft.settings().equals(current.settings())) {
      return wanted.savesCode() ? reread(actor, id) : current;
    }
    refusingTakenNames(
        draft,
        () -> {
          scripts.update(actor, id, draft.settings());
          return id;
        });
    ScheduleSpec before = current.settings().schedule();
    ScheduleSpec after = draft.settings().schedule();
    String name = draft.settings().name();
    listeners
        .orderedStream()
        .forEach(listener -> listener.saved(actor.orgId(), id, name, before, after));
    return reread(actor, id);
  }

  @Transactional
  public void delete(Actor actor, UUID id, @Nullable String ifMatch) {
    lock(actor, id, ifMatch);
    scripts.delete(actor, id);
    listeners.orderedStream().forEach(listener -> listener.deleted(actor.orgId(), id, actor));
  }

  /** Refuses a name that another live script has, before anything is waited for. */
  void refuseTakenName(Actor actor, @Nullable UUID id, ScriptDraft draft) {
    if (scripts.isNameTaken(actor.orgId(), draft.settings().name(), id)) {
      throw nameTaken(draft);
    }
  }

  /** Refuses a change of a script that was edited since it was read. */
  static void requireMatch(StoredScript current, @Nullable String ifMatch) {
    if (!EntityTags.matches(ifMatch, current.entityTag())) {
      throw ProblemException.of(
          ErrorCode.REVISION_CONFLICT,
          "The script was changed since you read it (it is now %s). Read it again and repeat your change."
              .formatted(current.entityTag()));
    }
  }

  private StoredScript lock(Actor actor, UUID id, @Nullable String ifMatch) {
    StoredScript current = scripts.lock(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    requireMatch(current, ifMatch);
    return current;
  }

  private StoredScript reread(Actor actor, UUID id) {
    return scripts.find(actor.orgId(), id).orElseThrow(ProblemException::notFound);
  }

  private static UUID refusingTakenNames(ScriptDraft draft, Supplier<UUID> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException e) {
      throw nameTaken(draft);
    }
  }

  private static ProblemException nameTaken(ScriptDraft draft) {
    return ProblemException.of(
        ErrorCode.NAME_TAKEN,
        "A script named \"%s\" exists already; choose another name."
            .formatted(draft.settings().name()));
  }
}
