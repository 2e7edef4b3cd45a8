package com.blueplm.runner.contract;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow does after an attempt: the answer of finish, claim and close.
 *
 * @param kind what to do
 * @param after how long to wait before the next attempt; zero unless {@link Kind#RETRY}
 * @param worker whose live process to wait for; null unless {@link Kind#REATTACH}
 */
public record Decision(Kind kind, Duration after, @Nullable UUID worker) {

  /** The kinds of decision (design §5.3). */
  public enum Kind {
    /** The run is over. */
    DONE,
    /** Run the next attempt after a while. */
    RETRY,
    /** Wait for a person's decision. */
    HOLD,
    /** The attempt is alive on a worker: wait for it there. */
    REATTACH,
    /** The attempt was never claimed: dispatch it again under the same number. */
    REDISPATCH
  }

  public static Decision done() {
    return new Decision(Kind.DONE, Duration.ZERO, null);
  }

  public static Decision retry(Duration after) {
    return new Decision(Kind.RETRY, after, null);
  }

  public static Decision hold() {
    return new Decision(Kind.HOLD, Duration.ZERO, null);
  }

  public static Decision reattach(UUID worker) {
    return new Decision(Kind.REATTACH, Duration.ZERO, worker);
  }

  public static Decision redispatch() {
    return new Decision(Kind.REDISPATCH, Duration.ZERO, null);
  }
}
