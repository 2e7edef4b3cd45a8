package com.blueplm.runner.api.plm;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The states of a part. */
final class PartState {
  /** All of them, in the order in which a part goes through them. */
  static final Set<String> ALL =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(List.of("not_tracked", "wip", "in_review", "released", "obsolete")));

  private PartState() {}
}
