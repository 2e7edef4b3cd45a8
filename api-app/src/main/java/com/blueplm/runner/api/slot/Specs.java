package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which schedules a script had, and when. Changes are written under the lock of its row. */
@Component
public class Specs {
  private final SpecsRepository repository;

  Specs(SpecsRepository repository) {
    this.repository = repository;
  }

  /** From this moment on the script has this schedule. */
  public void begin(UUID orgId, UUID scriptId, String cron, String timezone, Instant at) {
    repository.insert(orgId, scriptId, cron, timezone, at);
  }

  /** From this moment on the script has no schedule any more; what was due before is still owed. */
  public void end(UUID orgId, UUID scriptId, Instant at) {
    repository.close(orgId, scriptId, at);
  }

  /** The schedule that held at a moment. */
  public Optional<SpecPeriod> covering(UUID orgId, UUID scriptId, Instant moment) {
    return repository.covering(orgId, scriptId, moment);
  }

  /** Whether the script had another schedule before this one. */
  public boolean isChange(SpecPeriod period) {
    return repository.hasBefore(period);
  }

  /** What of one script is not accounted up to a moment, oldest first. */
  public List<SpecPeriod> unaccounted(UUID orgId, UUID scriptId, Instant moment) {
    return repository.unaccounted(orgId, scriptId, moment);
  }

  /** Periods of any script that may hold slots due up to a moment and not accounted. */
  public List<SpecPeriod> unaccounted(Instant moment, int limit) {
    return repository.unaccounted(moment, limit);
  }

  /** Leaves a period that cannot be accounted now alone until a moment. */
  public void lookAgain(SpecPeriod period, Instant at) {
    repository.lookAgain(period, at);
  }
}
