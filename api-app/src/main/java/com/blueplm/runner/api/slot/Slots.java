package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What became of each due slot. Writes belong into a transaction under the lock of the script. */
@Component
public class Slots {
  private final SlotsRepository repository;
  private final SpecsRepository specs;

  Slots(SlotsRepository repository, SpecsRepository specs) {
    this.repository = repository;
    this.specs = specs;
  }

  /** The slot's own run exists; a backfill that replaced it stays. */
  public void opened(UUID orgId, UUID scriptId, Instant slotAt, UUID runId) {
    repository.opened(orgId, scriptId, slotAt, runId);
  }

  /** From now on these runs of a backfill count for their slots, which are accounted for. */
  public void replacedByBackfill(UUID orgId, UUID scriptId, Map<Instant, UUID> runs) {
    repository.replaced(orgId, scriptId, runs);
  }

  /** The slot lies in a pause; a run that it has stays. */
  public void paused(UUID orgId, UUID scriptId, Instant slotAt, UUID pauseId) {
    repository.paused(orgId, scriptId, slotAt, pauseId);
  }

  /** Whether the slot is accounted for: it was due. */
  public boolean isKnown(UUID orgId, UUID scriptId, Instant slotAt) {
    return repository.isKnown(orgId, scriptId, slotAt);
  }

  /** Whether the slot has a run or a pause. */
  public boolean isDecided(UUID orgId, UUID scriptId, Instant slotAt) {
    return repository.isDecided(orgId, scriptId, slotAt);
  }

  /**
   * Slots of any script, due by a moment, of which nothing became and which are to be looked at.
   */
  public List<OpenSlot> open(Instant dueBy, Instant now, int limit) {
    return repository.open(dueBy, now, limit);
  }

  /** Looks at the slot again at this moment. */
  public void lookAgain(OpenSlot slot, Instant at) {
    repository.lookAgain(slot, at);
  }

  /**
   * Writes a row for each due slot of a period up to {@code until}, under the lock of the script.
   * False when the period was changed or accounted by somebody else meanwhile: read it again.
   *
   * @param due all slots after {@link SpecPeriod#accountedUntil} and up to {@code until}
   * @param nextDueAt the first one after; null when it is not known or there is none
   */
  @Transactional
  public boolean account(
      SpecPeriod period, List<Instant> due, Instant until, @Nullable Instant nextDueAt) {
    if (!repository.lockScript(period.orgId(), period.scriptId())
        || !specs.account(period, until, nextDueAt)) {
      return false;
    }
    if (!due.isEmpty()) {
      repository.account(period.orgId(), period.scriptId(), due);
    }
    return true;
  }
}
