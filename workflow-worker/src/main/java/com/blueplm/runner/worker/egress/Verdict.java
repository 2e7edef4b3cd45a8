package com.blueplm.runner.worker.egress;

import java.net.InetAddress;
import java.util.List;

/** What is decided about a target. */
sealed interface Verdict {

  /**
   * It may be reached.
   *
   * @param addresses the checked addresses, to be tried in this order and no others
   */
  record Permitted(List<InetAddress> addresses) implements Verdict {}

  /**
   * It may not.
   *
   * @param reason a sentence that names the setting to change
   */
  record Refused(String reason) implements Verdict {}

  /**
   * It could not be decided.
   *
   * @param status the HTTP status that says so
   * @param reason why, in a sentence
   */
  record Undecided(int status, String reason) implements Verdict {}
}
