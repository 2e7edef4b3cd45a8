package com.blueplm.runner.api.status;

/** A part that {@code /readyz} names beside Postgres. */
public interface ReadinessPart {

  /** The part's name as answered: {@code temporal} or {@code ledger_worker}. */
  String name();

  /** {@code ok} or {@code down}; answered from memory or within a second. */
  String state();
}
