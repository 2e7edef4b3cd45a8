package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ProblemException;

/** How many items a list answers at once. */
public final class PageLimit {
  /** The limit when none is given. */
  public static final String DEFAULT = "50";

  private static final int MAX = 200;

  private PageLimit() {}

  /**
   * The limit, if it is allowed.
   *
   * @throws ProblemException when it is not in 1 to 200
   */
  public static int check(int limit) {
    if (limit < 1 || limit > MAX) {
      throw ProblemException.invalid("limit", "must be 1 to " + MAX + ", not " + limit);
    }
    return limit;
  }
}
