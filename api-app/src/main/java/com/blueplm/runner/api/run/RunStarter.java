package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.api.temporal.RunWorkflows;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Starts the workflows of new runs.
 *
 * <p>The start is sent right after the commit, by a thread of its own, and the request is answered
 * at the same time. The script's first statement waits for the start either way; answering first
 * costs it nothing (the two overlap), gives the caller its 202 earlier by the whole call, and keeps
 * a slow or dead Temporal out of the request.
 *
 * <p>That the workflow exists is written down later and for many runs at once, because a claim,
 * which comes 20 ms later as a rule, writes it too.
 */
@Component
class RunStarter {
  private static final Logger log = LoggerFactory.getLogger(RunStarter.class);

  private final RunWorkflows workflows;
  private final AfterCommit afterCommit;
  private final ConcurrentLinkedQueue<UUID> started = new ConcurrentLinkedQueue<>();

  RunStarter(RunWorkflows workflows, AfterCommit afterCommit) {
    this.workflows = workflows;
    this.afterCommit = afterCommit;
  }

  void startAfterCommit(RunStart start) {
    afterCommit.run(
        () -> {
          Delivery delivery = start(start);
          if (delivery == Delivery.UNAVAILABLE || delivery == Delivery.REFUSED) {
            log.warn(
                "Temporal did not take workflow {} in time. Its run stays pending and is started by"
                    + " the reconciler as soon as Temporal answers",
                start.workflowId());
          }
        });
  }

  Delivery start(RunStart start) {
    Delivery delivery = workflows.start(start);
    if (delivery == Delivery.ACCEPTED || delivery == Delivery.GONE) {
      // A workflow that is closed was started once; the look at open runs says what that means.
      started.add(start.runId());
    }
    return delivery;
  }

  /** The runs whose workflows were started since the last call. */
  List<UUID> takeStarted() {
    List<UUID> taken = new ArrayList<>();
    for (UUID run = started.poll(); run != null; run = started.poll()) {
      taken.add(run);
    }
    return taken;
  }
}
