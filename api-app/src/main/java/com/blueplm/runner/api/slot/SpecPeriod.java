package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A period in which a script had one schedule that was switched on.
 *
 * @param id the period
 * @param orgId the organisation
 * @param scriptId the script
 * @param cron the schedule's lines
 * @param timezone the schedule's zone
 * @param validFrom its beginning, exclusive
 * @param validTo its end, inclusive; null for the one that holds now
 * @param accountedUntil every slot up to here that was due has a row
 */
public record SpecPeriod(
    UUID id,
    UUID orgId,
    UUID scriptId,
    String cron,
    String timezone,
    Instant validFrom,
    @Nullable Instant validTo,
    Instant accountedUntil) {

  /** Up to where the period is to be accounted when all up to {@code moment} is. */
  public Instant endBy(Instant moment) {
    return validTo != null && validTo.isBefore(moment) ? validTo : moment;
  }

  /** The same period, accounted up to a later moment. */
  public SpecPeriod accountedUntil(Instant moment) {
    return new SpecPeriod(id, orgId, scriptId, cron, timezone, validFrom, validTo, moment);
  }
}
