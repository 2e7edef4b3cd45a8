package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.identity.Sha256;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates, changes and deletes scripts. Rows first, then the other features, then the commit: what
 * one of them refuses is not saved.
 */
@Component
class ScriptEditing {
  private final ScriptRepository scripts;
  private final RevisionRepository revisions;
  private final WritableForm form;
  private final ObjectProvider<ScriptChangeListener> listeners;

  ScriptEditing(
      ScriptRepository scripts,
      RevisionRepository revisions,
      WritableForm form,
      ObjectProvider<ScriptChangeListener> listeners) {
    this.scripts = scripts;
    this.revisions = revisions;
    this.form = form;
    this.listeners = listeners;
  }

  @Transactional
  public StoredScript create(Actor actor, ObjectNode body) {
    ScriptDraft draft = DraftReader.read(body, scripts.timeoutCap(actor.orgId()));
    UUID id = refusingTakenNames(draft, () -> scripts.insert(actor, draft.settings()));
    revisions.append(actor, id, draft.code(), draft.message());
    ScriptSettings settings = draft.settings();
    listeners
        .orderedStream()
        .forEach(
            listener ->
                listener.saved(actor.orgId(), id, settings.name(), null, settings.schedule()));
    return reread(actor, id);
  }

  /** Replaces all settings; those absent get their defaults. */
  @Transactional
  public StoredScript replace(Actor actor, UUID id, @Nullable String ifMatch, ObjectNode body) {
    return change(actor, id, ifMatch, current -> body);
  }

  /** Changes the settings named by a JSON merge patch. */
  @Transactional
  public StoredScript patch(Actor actor, UUID id, @Nullable String ifMatch, ObjectNode patch) {
    return change(actor, id, ifMatch, current -> form.patched(current, patch));
  }

  @Transactional
  public void delete(Actor actor, UUID id, @Nullable String ifMatch) {
    lock(actor, id, ifMatch);
    scripts.delete(actor, id);
    listeners.orderedStream().forEach(listener -> listener.deleted(actor.orgId(), id, actor));
  }

  private StoredScript change(
      Actor actor, UUID id, @Nullable String ifMatch, Function<StoredScript, ObjectNode> wanted) {
    StoredScript current = lock(actor, id, ifMatch);
    ScriptDraft draft = DraftReader.read(wanted.apply(current), scripts.timeoutCap(actor.orgId()));
    boolean newCode = !sameCode(current.code(), draft.code());
    if (!newCode && draft.settings().equals(current.settings())) {
      return current;
    }
    refusingTakenNames(
        draft,
        () -> {
          scripts.update(actor, id, draft.settings());
          return id;
        });
    if (newCode) {
      revisions.append(actor, id, draft.code(), draft.message());
    }
    ScheduleSpec before = current.settings().schedule();
    ScheduleSpec after = draft.settings().schedule();
    String name = draft.settings().name();
    listeners
        .orderedStream()
        .forEach(listener -> listener.saved(actor.orgId(), id, name, before, after));
    return reread(actor, id);
  }

  private StoredScript lock(Actor actor, UUID id, @Nullable String ifMatch) {
    StoredScript current = scripts.lock(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    if (!EntityTags.matches(ifMatch, current.entityTag())) {
      throw ProblemException.of(
          ErrorCode.REVISION_CONFLICT,
          "The script was changed since you read it (it is now %s). Read it again and repeat your change."
              .formatted(current.entityTag()));
    }
    return current;
  }

  private StoredScript reread(Actor actor, UUID id) {
    return scripts.find(actor.orgId(), id).orElseThrow(ProblemException::notFound);
  }

  private static UUID refusingTakenNames(
      ScriptDraft draft, java.util.function.Supplier<UUID> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException e) {
      throw ProblemException.of(
          ErrorCode.NAME_TAKEN,
          "A script named \"%s\" exists already; choose another name."
              .formatted(draft.settings().name()));
    }
  }

  private static boolean sameCode(@Nullable String before, String after) {
    return before != null && MessageDigest.isEqual(Sha256.of(before), Sha256.of(after));
  }
}
