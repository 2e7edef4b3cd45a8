package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.api.temporal.WorkflowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks once at the workflow of each run that has ended, a while later, and cancels it if it is
 * still open; then again until it is closed. Used by one round at a time.
 *
 * <p>Not of runs whose worker told their end: their workflows have the answer, or get it from the
 * ledger when they ask, and a look costs as much CPU (3.5 ms, measured) as a tenth of a run.
 *
 * <p>Where the looks stand is kept in memory; a replica that starts goes one hour back.
 */
@Component
class EndedRunLooks {
  private static final Logger log = LoggerFactory.getLogger(EndedRunLooks.class);
  private static final int LOOKS_PER_ROUND = 100;
  private static final int REMEMBERED = 5_000;
  private static final Duration SOONEST = Duration.ofSeconds(15);
  private static final Duration LATEST = Duration.ofSeconds(60);

  private final ReconcilerRepository repository;
  private final RunWorkflows workflows;
  private final Map<UUID, StillOpen> stillOpen = new LinkedHashMap<>();
  private @Nullable EndedLook last;

  EndedRunLooks(ReconcilerRepository repository, RunWorkflows workflows) {
    this.repository = repository;
    this.workflows = workflows;
  }

  /** Looks at those whose look is due, as far as the round goes. */
  void look(Round round) {
    for (StillOpen open : due()) {
      if (!round.goesOn()) {
        return;
      }
      look(open.run(), round);
    }
    for (EndedLook ended : repository.ended(last, LOOKS_PER_ROUND)) {
      if (!round.goesOn() || look(ended, round) == WorkflowState.UNAVAILABLE) {
        return;
      }
      last = ended;
    }
  }

  private List<StillOpen> due() {
    long now = System.nanoTime();
    return new ArrayList<>(stillOpen.values())
        .stream().filter(open -> now - open.nextAt() >= 0).limit(LOOKS_PER_ROUND).toList();
  }

  private WorkflowState look(EndedLook run, Round round) {
    WorkflowState state = round.heard(workflows.describe(run.workflowId()));
    if (state.isOpen()) {
      StillOpen before = stillOpen.remove(run.id());
      if (before == null) {
        log.warn(
            "Run {} has ended and its workflow {} is still open: the workflow is cancelled",
            run.id(),
            run.workflowId());
      }
      round.heard(workflows.cancel(run.workflowId()));
      remember(run, before);
    } else if (state != WorkflowState.UNAVAILABLE) {
      stillOpen.remove(run.id());
    }
    return state;
  }

  private void remember(EndedLook run, @Nullable StillOpen before) {
    if (stillOpen.size() < REMEMBERED) {
      Duration pause = before == null ? SOONEST : before.pause().multipliedBy(2);
      Duration capped = pause.compareTo(LATEST) > 0 ? LATEST : pause;
      stillOpen.put(run.id(), new StillOpen(run, capped, System.nanoTime() + capped.toNanos()));
    }
  }

  private record StillOpen(EndedLook run, Duration pause, long nextAt) {}
}
