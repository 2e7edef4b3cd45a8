package com.blueplm.runner.api.run;

import com.blueplm.runner.api.temporal.WorkflowState;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * When each open run was looked at last and what was seen, in memory: a replica that knows nothing
 * looks at everything once.
 */
final class LookTimes {
  private final Map<UUID, Seen> seen = new HashMap<>();

  /** The runs whose look is due, the longest unseen first; forgets those that are not open. */
  List<OpenLook> due(Collection<OpenLook> open, int limit) {
    seen.keySet().retainAll(open.stream().map(OpenLook::id).collect(Collectors.toSet()));
    long now = System.nanoTime();
    return open.stream()
        .filter(run -> isDue(run, now))
        .sorted(Comparator.comparing(run -> at(run, now)))
        .limit(limit)
        .toList();
  }

  /** Notes a look; answers whether the one before saw the same. */
  boolean again(OpenLook run, WorkflowState state) {
    Seen before = seen.put(run.id(), new Seen(System.nanoTime(), state, false));
    return before != null && before.state() == state;
  }

  /** Has the run looked at once more in the next round, before anything final is done. */
  void soon(OpenLook run) {
    seen.computeIfPresent(run.id(), (id, look) -> new Seen(look.at(), look.state(), true));
  }

  private boolean isDue(OpenLook run, long now) {
    Seen last = seen.get(run.id());
    return last == null
        || last.soon()
        || now - last.at() >= run.interval().minus(Duration.ofSeconds(1)).toNanos();
  }

  /** Nanoseconds, negative, since the last look; never seen comes first. */
  private long at(OpenLook run, long now) {
    Seen last = seen.get(run.id());
    return last == null ? Long.MIN_VALUE : last.at() - now;
  }

  private record Seen(long at, WorkflowState state, boolean soon) {}
}
