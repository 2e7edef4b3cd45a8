package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the campaign saw and all that the product recorded; what the audit judges.
 *
 * @param workers how many workers there are
 * @param scripts the kind of each script by its id
 * @param cancelled runs whose cancel was asked for
 * @param cancelledAllUntil scripts whose open runs were all cancelled, and until when
 * @param decided decisions that were sent, by run
 * @param lines the output of each run that was claimed
 * @param processes command lines of scripts' processes that are left
 * @param seen findings of the campaign itself: an end that changed, a key that names another run
 */
record Evidence(
    int workers,
    Map<String, Kind> scripts,
    List<Sent> sent,
    Set<String> cancelled,
    Map<Kind, Instant> cancelledAllUntil,
    Map<String, String> decided,
    List<FaultRecord> faults,
    List<Instant> ready,
    List<Run> runs,
    Map<String, List<Line>> lines,
    List<Effect> effects,
    List<Schedule> schedules,
    List<String> processes,
    List<Violation> seen) {

  Kind kind(Run run) {
    Kind kind = scripts.get(run.scriptId());
    if (kind == null) {
      throw new IllegalStateException("run " + run.id() + " is of no script of the campaign");
    }
    return kind;
  }

  List<Run> runsOf(Kind kind) {
    return runs.stream().filter(run -> kind(run) == kind).toList();
  }

  Optional<Run> run(String id) {
    return runs.stream().filter(run -> run.id().equals(id)).findFirst();
  }

  /** Whether the campaign asked for the end of this run. */
  boolean wasCancelled(Run run) {
    Instant until = cancelledAllUntil.get(kind(run));
    return cancelled.contains(run.id()) || (until != null && run.created().isBefore(until));
  }
}
