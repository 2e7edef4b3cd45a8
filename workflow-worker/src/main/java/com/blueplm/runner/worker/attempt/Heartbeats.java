package com.blueplm.runner.worker.attempt;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Temporal that an activity lives and hears whether it is cancelled. Whatever else Temporal
 * says is its own suspicion and leaves the script alone.
 */
final class Heartbeats {

  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

  private final ActivityExecutionContext context;
  private boolean ended;
  private boolean endHeard;

  Heartbeats(ActivityExecutionContext context) {
    this.context = context;
  }

  /** Beats once and answers the cancel, when there is one. */
  Optional<ActivityCanceledException> beat() {
    if (ended) {
      return Optional.empty();
    }
    try {
      context.heartbeat(null);
    } catch (ActivityCanceledException e) {
      // The SDK throws the same when Temporal was unreachable for the heartbeat timeout.
      if (!isTimeout(e)) {
        return Optional.of(e);
      }
      log.debug("Temporal is not reached; the script goes on.", e);
    } catch (ActivityNotExistsException e) {
      ended = true;
      endHeard = true;
      log.info(
          "Temporal gave the activity up ({}). The script goes on while api-app lets it, or for the"
              + " outage grace without api-app.",
          e.getMessage());
    } catch (ActivityCompletionException e) {
      log.debug("A heartbeat failed; the script goes on.", e);
    }
    return Optional.empty();
  }

  /** Whether the last beat was answered that Temporal no longer knows the activity; told once. */
  boolean hearsThatItEnded() {
    boolean heard = endHeard;
    endHeard = false;
    return heard;
  }

  private static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutFailure) {
        return true;
      }
    }
    return false;
  }
}
