package com.blueplm.runner.api.slot;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How times are written in sentences. */
final class Words {

  private Words() {}

  static String time(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
