package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When a script's slots do not run, and why. Beginnings and ends are written under the lock of the
 * script's row, in the transaction of the change that they belong to; {@code at} is a moment after
 * that lock was taken.
 */
@Component
public class Pauses {
  private final PausesRepository repository;

  Pauses(PausesRepository repository) {
    this.repository = repository;
  }

  /**
   * The pause that a moment lies in: after its beginning and not after its end. Where several do,
   * {@code inactive} and {@code deleted} come before a pause of the schedule, the older one first.
   */
  public Optional<Pause> covering(UUID orgId, UUID scriptId, Instant moment) {
    return repository.covering(orgId, scriptId, moment);
  }

  /** The pause of this kind that holds now. */
  public Optional<Pause> current(UUID orgId, UUID scriptId, PauseKind kind) {
    return current(orgId, scriptId).stream().filter(pause -> pause.kind() == kind).findFirst();
  }

  /** All that hold now. */
  public List<Pause> current(UUID orgId, UUID scriptId) {
    return repository.current(orgId, scriptId);
  }

  /** Whether a pause held at some time from a moment on, be it over or not. */
  public boolean heldSince(UUID orgId, UUID scriptId, Instant moment) {
    return repository.heldSince(orgId, scriptId, moment);
  }

  /**
   * Begins a pause; false when one of this kind holds already, which then goes on unchanged.
   *
   * @param by the person who pauses; null when nobody does
   * @param at slots due after this moment are paused
   */
  public boolean begin(
      UUID orgId,
      UUID scriptId,
      PauseKind kind,
      PauseSource source,
      String reason,
      @Nullable UUID by,
      Instant at) {
    return repository.insert(orgId, scriptId, kind, source, reason, by, at);
  }

  /**
   * Ends the pause of this kind; false when none holds.
   *
   * @param by the person who ends it; null when nobody does
   * @param at slots due up to this moment were paused
   */
  public boolean end(UUID orgId, UUID scriptId, PauseKind kind, @Nullable UUID by, Instant at) {
    return repository.close(orgId, scriptId, kind, by, at);
  }

  /**
   * Lets the pause of this kind that holds have the slots due since it began of which nothing
   * became: for one that is written down later than it began.
   */
  public void claimOpenSlots(UUID orgId, UUID scriptId, PauseKind kind) {
    repository.claimOpenSlots(orgId, scriptId, kind);
  }
}
