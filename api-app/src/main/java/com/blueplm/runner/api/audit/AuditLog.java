package com.blueplm.runner.api.audit;

import org.springframework.stereotype.Component;

/** The append-only record of what happened. */
@Component
public class AuditLog {
  private final AuditRepository events;

  AuditLog(AuditRepository events) {
    this.events = events;
  }

  /**
   * Records an event: in the transaction of the caller, so that it stands and falls with the change
   * that it tells of, or in one of its own where there is none. An event that is kept once and is
   * there already is left out.
   */
  public void record(AuditEvent event) {
    events.insert(event);
  }
}
