package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.OverlapPolicy;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A repetition of a run.
 *
 * @param revision which code; null means the same
 * @param onOverlap what to do while another run is open; null means the script's own policy
 */
record RerunRequest(@Nullable Code revision, @Nullable OverlapPolicy onOverlap) {
  static final RerunRequest EMPTY = new RerunRequest(null, null);

  boolean takesCurrent() {
    return revision == Code.CURRENT;
  }

  /** Which code a repetition runs. */
  enum Code {
    SAME,
    CURRENT;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
