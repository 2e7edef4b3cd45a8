package com.blueplm.runner.api.plm;

import java.util.Set;

/** The states of a part. */
final class PartState {
  static final Set<String> ALL = Set.of("not_tracked", "wip", "in_review", "released", "obsolete");

  private PartState() {}
}
