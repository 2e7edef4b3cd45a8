package com.blueplm.runner.api.audit;

import java.util.Locale;

/** What kind of actor an event names. */
public enum ActorKind {
  /** A person, or a client with a person's token. */
  USER,
  /** A worker process. */
  WORKER,
  /** A script, by the key of one of its attempts. */
  SCRIPT,
  /** The installation itself. */
  SYSTEM;

  /** The name in the database: lower case. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
