package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Brings deleted scripts back. */
@Component
class ScriptRestoring {
  /** For how long a deleted script can come back. */
  static final Duration KEPT = Duration.ofDays(30);

  private final DeletedScriptsRepository deleted;
  private final ScriptRepository scripts;
  private final ObjectProvider<ScriptChangeListener> listeners;
  private final Clock clock;

  ScriptRestoring(
      DeletedScriptsRepository deleted,
      ScriptRepository scripts,
      ObjectProvider<ScriptChangeListener> listeners,
      Clock clock) {
    this.deleted = deleted;
    this.scripts = scripts;
    this.listeners = listeners;
    this.clock = clock;
  }

  /** Lets a script live again with all that it had; what it missed meanwhile was paused. */
  @Transactional
  public StoredScript restore(Actor actor, UUID id) {
    DeletedScriptsRepository.Deletion deletion =
        deleted.lock(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    if (deletion.deletedAt() == null) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "The script is not deleted, so there is nothing to restore.");
    }
    if (deletion.purged() || deletion.deletedAt().plus(KEPT).isBefore(clock.instant())) {
      throw ProblemException.notFound();
    }
    try {
      deleted.restore(actor, id);
    } catch (DuplicateKeyException taken) {
      throw ProblemException.of(
          ErrorCode.NAME_TAKEN,
          "A script named \"%s\" exists now; rename it, then restore this one."
              .formatted(deletion.name()));
    }
    StoredScript restored = scripts.find(actor.orgId(), id).orElseThrow(ProblemException::notFound);
    ScriptSettings settings = restored.settings();
    listeners
        .orderedStream()
        .forEach(
            listener -> listener.restored(actor.orgId(), id, settings.name(), settings.schedule()));
    return restored;
  }
}
