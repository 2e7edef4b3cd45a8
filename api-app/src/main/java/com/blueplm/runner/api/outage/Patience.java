package com.blueplm.runner.api.outage;

import java.time.Duration;

/**
 * How long a part may be silent before it counts as away.
 *
 * @param scriptRunner api-app's own pulse, which also stops while Postgres is away
 * @param temporal Temporal's answers
 * @param workers the line of any worker
 */
record Patience(Duration scriptRunner, Duration temporal, Duration workers) {
  /** A few pulses each: a slow answer or a restart of a second is no outage. */
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(4), Duration.ofSeconds(10));
}
